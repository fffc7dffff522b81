package dev.aftershock.junit;

import dev.aftershock.engine.ObservedProbe;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.List;
import java.util.concurrent.Callable;

/** The condition that a system is good, and has been for as long as the steady state asks for. Thread-safe. */
public final class Steady implements Callable<Boolean> {

    private final ObservedProbe probe;
    private final MonotonicClock clock;

    Steady(ObservedProbe probe, MonotonicClock clock) {
        this.probe = probe;
        this.clock = clock;
    }

    @Override
    public Boolean call() {
        return probe.steady();
    }

    /**
     * The condition that it becomes so in time: otherwise whoever waits gets an {@link AssertionError} that tells what was bad last.
     *
     * @param duration counted from this call
     */
    public Callable<Boolean> within(String duration) {
        long begin = clock.nanos();
        long limit = Limit.nanos(duration);
        return () -> {
            if (!call() && clock.nanos() - begin > limit) {
                throw new AssertionError(
                        "'" + probe.name() + "' was not steady within " + duration + ": " + why(begin));
            }
            return call();
        };
    }

    private String why(long begin) {
        List<Sample> lately = lately();
        List<Sample> bad = lately.stream()
                .filter(sample -> Evidence.isBad(sample, probe.series().within()))
                .toList();
        long unseen = lately.stream()
                .filter(sample -> sample.outcome() == Outcome.NOT_SENT)
                .count();
        return "of the last " + lately.size() + " answers " + bad.size() + " were bad, and " + unseen
                + " could not be asked for"
                + probe.shown(Limit.below(Evidence.lines(bad, new Moment(begin, begin), "the wait began")));
    }

    /** As many as the steady state must hold for. */
    private List<Sample> lately() {
        List<Sample> samples = probe.samples();
        long wanted = probe.series().hold() / probe.series().every();
        return samples.subList((int) Math.max(0, samples.size() - wanted), samples.size());
    }
}
