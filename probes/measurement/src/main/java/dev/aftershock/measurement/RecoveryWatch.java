package dev.aftershock.measurement;

import java.util.List;
import java.util.OptionalLong;

/**
 * Tells, again and again while a series goes on, whether it has recovered since a moment (R3).
 *
 * <p>Looks only at the samples in which a stable window may still begin, so that asking stays cheap on a series of millions
 * of samples. It is a hint for whoever waits; the figures come from {@link RecoveryAnalysis}. Mutable; for one thread.
 */
public final class RecoveryWatch {

    private static final int SPACINGS_OF_SLACK = 4;

    private final Moment since;
    private final SeriesSpec spec;
    private final OptionalLong healthyLatency;
    private long from;
    private boolean recovered;

    /** A watch that begins at the moment; the other arguments are those of {@link RecoveryAnalysis}. */
    public RecoveryWatch(Moment since, SeriesSpec spec, OptionalLong healthyLatency) {
        this.since = since;
        this.spec = spec;
        this.healthyLatency = healthyLatency;
        this.from = since.earliest() - settling();
    }

    /**
     * Whether a stable window has begun since the moment and was seen to its end, or nothing has failed for a hold; stays
     * true once it was.
     *
     * @param samples the series so far, ordered by due
     */
    public boolean recovered(List<Sample> samples) {
        if (recovered || samples.isEmpty() || lastDue(samples) < since.latest() + spec.hold()) {
            return recovered;
        }
        List<Sample> tail = samples.subList(Dues.firstFrom(samples, from), samples.size());
        long bound = healthyLatency.orElse(spec.within());
        Series series = Series.of(Observations.of(tail), spec, new Series.Pace(spec.every(), bound));
        Stability.Turn turn = new Stability(series, Goal.stable(series, spec), spec.hold(), since).stable();
        recovered = turn.turned() || !turn.troubled();
        if (!recovered) {
            long undecided = lastDue(samples) - spec.hold() - spec.hold() / 10 - settling();
            from = Math.max(from, Math.min(undecided, series.sent(turn.bad())) - settling());
        }
        return recovered;
    }

    /** An answer may come until its deadline, and be recorded a little later. */
    private long settling() {
        return spec.deadline() + SPACINGS_OF_SLACK * spec.every();
    }

    private static long lastDue(List<Sample> samples) {
        return samples.get(samples.size() - 1).due();
    }
}
