package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.List;

/**
 * What a baseline says of a healthy system. Latencies count from due, in nanoseconds, over the answers that came within
 * the deadline; they are 0 when there was none.
 *
 * @param held whether the baseline lasted for the hold, was observed well enough, and had few enough bad samples
 * @param samples how many samples were observed
 * @param badFraction the share of observed samples that were not good, 0 to 1; 1 when none was observed
 * @param p50 the median latency
 * @param p99 the latency that 99 % did not exceed
 * @param p999 the latency that 99.9 % did not exceed
 * @param healthyLatency the bound on a healthy answer's latency: the larger of 1 ms and twice {@code p999}; the latency
 *     objective when nothing was answered
 */
public record SteadyState(
        boolean held, int samples, double badFraction, long p50, long p99, long p999, long healthyLatency) {

    private static final long LEAST_BOUND = 1_000_000;

    /** Evaluates a baseline; its samples may come in any order. */
    public static SteadyState of(List<Sample> baseline, SeriesSpec spec) {
        List<Sample> observed = baseline.stream()
                .filter(sample -> sample.outcome() != Outcome.NOT_SENT)
                .toList();
        long good = observed.stream()
                .filter(sample -> Series.kind(sample, spec) == Series.Kind.GOOD)
                .count();
        double bad = observed.isEmpty() ? 1 : (double) (observed.size() - good) / observed.size();
        long[] latencies = observed.stream()
                .filter(sample -> Series.kind(sample, spec) != Series.Kind.BAD)
                .mapToLong(Sample::latency)
                .sorted()
                .toArray();
        long p999 = quantile(latencies, 999);
        return new SteadyState(
                bad <= spec.badAtMost() && covers(observed, spec),
                observed.size(),
                bad,
                quantile(latencies, 500),
                quantile(latencies, 990),
                p999,
                Math.max(LEAST_BOUND, latencies.length == 0 ? spec.within() : 2 * p999));
    }

    private static boolean covers(List<Sample> observed, SeriesSpec spec) {
        long[] sent = observed.stream().mapToLong(Sample::sent).toArray();
        Arrays.sort(sent);
        return Coverage.enough(sent.length, spec) && Coverage.fills(sent[0], sent[sent.length - 1], spec);
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
