package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.List;

/**
 * What a baseline says of a healthy system. Latencies count from due, in nanoseconds, over the answers that came within
 * the deadline; they are 0 when there was none.
 *
 * @param held whether the baseline lasted for the hold, was observed well enough, and had few enough bad samples
 * @param samples how many samples were observed
 * @param badFraction the share of observed samples that were not good, each weighed by the time it stands for, 0 to 1; 1
 *     when none was observed
 * @param p50 the median latency
 * @param p99 the latency that 99 % did not exceed
 * @param p999 the latency that 99.9 % did not exceed
 * @param healthyLatency the bound on a healthy answer's latency: the larger of 1 ms and twice {@code p999}; the latency
 *     objective when nothing was answered
 * @param answered the share of observed samples that were answered rightly within the deadline, weighed likewise, 0 to 1;
 *     the baseline of throughput, since probes are offered at a fixed rate; 0 when none was observed
 */
public record SteadyState(
        boolean held,
        int samples,
        double badFraction,
        long p50,
        long p99,
        long p999,
        long healthyLatency,
        double answered) {

    private static final long LEAST_BOUND = 1_000_000;

    /** Evaluates a baseline; its samples may come in any order. */
    public static SteadyState of(List<Sample> baseline, SeriesSpec spec) {
        Series series = Series.of(Observations.of(baseline), spec, new Series.Pace(spec.every(), spec.within()));
        long[] latencies = new long[series.size()];
        int answered = 0;
        long all = 0;
        long good = 0;
        long served = 0;
        for (int i = 0; i < series.size(); i++) {
            long weight = series.weight(i);
            all += weight;
            good += series.troubled(i) ? 0 : weight;
            if (series.kind(i) != Series.Kind.BAD) {
                served += weight;
                latencies[answered++] = series.latency(i);
            }
        }
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        double bad = all == 0 ? 1 : (double) (all - good) / all;
        long p999 = quantile(sorted, 999);
        return new SteadyState(
                bad <= spec.badAtMost() && covers(series, all, spec),
                series.size(),
                bad,
                quantile(sorted, 500),
                quantile(sorted, 990),
                p999,
                Math.max(LEAST_BOUND, answered == 0 ? spec.within() : 2 * p999),
                all == 0 ? 0 : (double) served / all);
    }

    private static boolean covers(Series series, long observed, SeriesSpec spec) {
        return Coverage.enough(observed, spec.hold())
                && Coverage.fills(series.sent(0), series.sent(series.size() - 1), spec.every(), spec.hold());
    }

    /** The smallest value that at least {@code permille} of the sorted values do not exceed (nearest rank). */
    private static long quantile(long[] sorted, int permille) {
        if (sorted.length == 0) {
            return 0;
        }
        long rank = ((long) sorted.length * permille + 999) / 1000;
        return sorted[(int) Math.max(0, rank - 1)];
    }
}
