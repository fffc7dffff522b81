package dev.aftershock.junit;

import dev.aftershock.engine.ObservedProbe;
import dev.aftershock.measurement.MonotonicClock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** The condition that a system is stable again; for one waiting thread. */
public final class Recovered implements Callable<Boolean> {

    private final Observed observed;
    private final ObservedProbe probe;
    private final MonotonicClock clock;
    private Optional<BooleanSupplier> watch = Optional.empty();

    Recovered(Observed observed, ObservedProbe probe, MonotonicClock clock) {
        this.observed = observed;
        this.probe = probe;
        this.clock = clock;
    }

    @Override
    public Boolean call() {
        if (watch.isEmpty()) {
            watch = Optional.of(probe.recovering(observed.moment()));
        }
        // The watch is a hint, which may run ahead of the answers that are still awaited.
        return watch.get().getAsBoolean() && observed.recovery().stable().ended();
    }

    /**
     * The condition that it was so in time, for certain: as soon as that cannot be any more, whoever waits gets an
     * {@link AssertionError} with the bracket and the first bad answers.
     */
    public Callable<Boolean> within(String duration) {
        long limit = Limit.nanos(duration);
        return () -> {
            long lastChance = observed.moment().latest()
                    + limit
                    + 2 * probe.series().hold()
                    + 2 * probe.series().deadline();
            if (call() || clock.nanos() > lastChance) {
                ChaosAssertions.assertThat(observed).recoveredWithin(duration);
                return true;
            }
            return false;
        };
    }
}
