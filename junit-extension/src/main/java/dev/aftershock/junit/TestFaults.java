package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.measurement.Moment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults that one test has injected, healed or not. Thread-safe. */
final class TestFaults {

    private final List<ActingFault> faults = new CopyOnWriteArrayList<>();

    void add(ActingFault fault) {
        faults.add(fault);
    }

    /** When the first of them struck; empty while there is none. */
    Optional<Moment> onset() {
        return faults.stream().map(ActingFault::onset).min(Comparator.comparingLong(Moment::earliest));
    }
}
