package dev.aftershock.measurement;

/**
 * Computes R4, the time to full capacity, from one probe's series.
 *
 * <p>Probes are offered at a fixed rate, whatever the answers. So the throughput in relation to the baseline is the share of
 * them answered in relation to the baseline's share, each weighed by the time it stands for; how densely the sampler looked
 * does not matter. Linear but for sorting; stateless and thread-safe.
 */
public final class CapacityAnalysis {

    private static final double THROUGHPUT_AT_LEAST = 0.95;
    private static final double SLOW_AT_MOST = 0.01;

    private CapacityAnalysis() {}

    /**
     * The start of the first window of the hold's length, after the first trouble, that served at least 95 % of the
     * baseline's throughput with a 99th percentile of latency of at most the larger of {@link SeriesSpec#within} and 1.5
     * times the baseline's; counted from a moment. Zero when capacity never fell, without an end when it was not seen to
     * return.
     *
     * @param since the fault or the heal, in nanoseconds of the run's clock
     * @param seen the whole series, as for {@link RecoveryAnalysis#since(Moment, Observations, SeriesSpec,
     *     java.util.OptionalLong)}
     * @param spec of the series
     * @param baseline before the fault
     * @throws IllegalArgumentException when the baseline answered nothing, so that there is no capacity to return to
     */
    public static Bracket since(Moment since, Observations seen, SeriesSpec spec, SteadyState baseline) {
        if (!(baseline.answered() > 0)) {
            throw new IllegalArgumentException("the baseline answered nothing, where some throughput was expected;"
                    + " take a baseline of a system that is up");
        }
        Series.Pace pace = new Series.Pace(spec.every(), baseline.healthyLatency());
        Series series = Series.of(seen, spec, pace);
        long latency = Math.max(spec.within(), baseline.p99() + baseline.p99() / 2);
        Goal goal = new FullCapacity(series, latency, 1 - THROUGHPUT_AT_LEAST * baseline.answered());
        return new Stability(series, goal, spec.hold(), since).stable().since(since, series);
    }

    /** At most 1 % of the answers above a latency is the same as a 99th percentile within it. */
    private record FullCapacity(Series series, long latency, double unansweredAtMost) implements Goal {

        @Override
        public boolean bad(int i) {
            return series.kind(i) == Series.Kind.BAD || slow(i);
        }

        @Override
        public boolean slow(int i) {
            return series.kind(i) != Series.Kind.BAD && !series.unsure(i) && series.latency(i) > latency;
        }

        @Override
        public boolean metBy(long failing, long slow, long all) {
            return failing <= unansweredAtMost * all && slow <= SLOW_AT_MOST * (all - failing);
        }

        @Override
        public boolean refusesStreaks() {
            return false;
        }
    }
}
