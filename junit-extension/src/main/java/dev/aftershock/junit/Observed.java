package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ObservedProbe;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What a {@link RecoveryTimeline} sees of one system, counted from the first fault of the test, or from another moment. Its conditions
 * fit Awaitility's {@code until}. Thread-safe.
 */
public final class Observed {

    private final ObservedProbe probe;
    private final MonotonicClock clock;
    private final String origin;
    private final Supplier<Optional<Moment>> since;

    Observed(ObservedProbe probe, MonotonicClock clock, String origin, Supplier<Optional<Moment>> since) {
        this.probe = probe;
        this.clock = clock;
        this.origin = origin;
        this.since = since;
    }

    /** The same system, counted from the moment at which another fault struck. */
    public Observed since(ActingFault fault) {
        return new Observed(probe, clock, "the fault", () -> Optional.of(fault.onset()));
    }

    /** The same system, counted from the moment at which a fault was healed: what is left of an outage then (R8). */
    public Observed sinceHeal(ActingFault fault) {
        return new Observed(probe, clock, "the heal", fault::healing);
    }

    /** Whether the system was good for as long as the steady state asks for: wait for it before the fault. */
    public Steady steady() {
        return new Steady(probe, clock);
    }

    /** Whether some answer since the moment was bad. */
    public Callable<Boolean> failing() {
        return () -> since.get().isPresent() && !bad(1).isEmpty();
    }

    /** Whether the system is stable again (R3), or nothing has failed for as long as the steady state asks for. */
    public Recovered recovered() {
        return new Recovered(this, probe, clock);
    }

    /**
     * What was seen of recovery up to now, each time with its error.
     *
     * @throws InvalidInputException while nothing was injected, or healed, from which to count
     */
    public Recovery recovery() {
        return probe.recovery(moment());
    }

    Moment moment() {
        return since.get()
                .orElseThrow(() -> InvalidInputException.of(
                        "'" + probe.name() + "' cannot count from " + origin + ", which was not yet",
                        "a fault annotation or Chaos.inject, and ActingFault.heal, before"));
    }

    String name() {
        return probe.name();
    }

    String origin() {
        return origin;
    }

    /** The first bad answers since the moment, one line each. */
    List<String> evidence() {
        return Evidence.lines(bad(Evidence.LINES), moment(), origin).stream()
                .map(probe::shown)
                .toList();
    }

    private List<Sample> bad(int most) {
        long from = moment().earliest();
        return probe.samples().stream()
                .filter(sample -> sample.sent() >= from
                        && Evidence.isBad(sample, probe.series().within()))
                .limit(most)
                .toList();
    }

    /** Ends the watching, also by itself at the end of the test; what was seen stays. Needed before writes are compared. */
    public void stop() {
        probe.close();
    }

    /** What it measured in one line; empty when there was nothing to count from. */
    Optional<String> summary() {
        return since.get()
                .map(probe::recovery)
                .map(seen -> probe.name() + ": R3 = " + Nanos.bracket(seen.stable())
                        + " since " + origin + ", R6 = " + Nanos.bracket(seen.unavailable()) + ", slow "
                        + Nanos.bracket(seen.slow()));
    }
}
