package dev.aftershock.proxy;

import dev.aftershock.proxy.GoDecoder.Kind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long a latency toxic delays: {@code latency} and {@code latency_us} together, moved at random by
 * {@code jitter} and {@code jitter_us} together in the way that {@code distribution} names, and never less than 0.
 *
 * <ul>
 *   <li>{@code uniform}, the default and Toxiproxy's: evenly up to the jitter either way.
 *   <li>{@code normal}: the latency is the mean and the jitter the standard deviation.
 *   <li>{@code pareto}: the same mean and standard deviation with the long tail of a Pareto distribution of shape 3, so
 *       that 1 in 100 is late by more than 3.6 jitters (Johnson, Kotz and Balakrishnan, Continuous Univariate
 *       Distributions, ch. 20: mean 3/2 and variance 3/4 for scale 1).
 *   <li>{@code histogram}: the latency and a recorded delay, drawn from the buckets that end at {@code histogram_us} with
 *       the weights {@code histogram_counts}, evenly within a bucket; no jitter.
 * </ul>
 */
final class Delays {
    static final List<Attribute> ATTRIBUTES = List.of(
            Attribute.of("latency").growing(),
            Attribute.of("jitter").growing(),
            Attribute.own("latency_us").growing(),
            Attribute.own("jitter_us").growing(),
            Attribute.own("distribution", Kind.STRING),
            Attribute.own("histogram_us", Kind.INT64S),
            Attribute.own("histogram_counts", Kind.INT64S));

    private static final long MICROS_AT_MOST = 3_600_000_000L;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Longer than any run, short enough for sums not to overflow. */
    private static final long LIMIT_MILLIS = 100L * 365 * 24 * 3_600 * 1_000 / 2;

    private static final int MAX_BUCKETS = 1_000;
    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final double PARETO_SHAPE = 3;
    private static final double PARETO_MEAN = PARETO_SHAPE / (PARETO_SHAPE - 1);
    private static final double PARETO_DEVIATION = Math.sqrt(PARETO_SHAPE / (PARETO_SHAPE - 2)) / (PARETO_SHAPE - 1);

    private final long latencyNanos;
    private final long jitterNanos;
    private final String distribution;
    private final long[] ends;
    private final long[] upTo;

    private Delays(Settings settings) {
        latencyNanos = nanos(settings, "latency");
        jitterNanos = Math.max(0, nanos(settings, "jitter"));
        distribution = settings.text("distribution");
        ends = settings.wholes("histogram_us").stream()
                .mapToLong(Long::longValue)
                .toArray();
        upTo = settings.wholes("histogram_counts").stream()
                .mapToLong(Long::longValue)
                .toArray();
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
    }

    static Delays of(Settings settings) {
        return new Delays(settings);
    }

    private static long nanos(Settings settings, String name) {
        long millis = Math.max(-LIMIT_MILLIS, Math.min(LIMIT_MILLIS, settings.whole(name)));
        return millis * NANOS_PER_MILLI + settings.whole(name + "_us") * NANOS_PER_MICRO;
    }

    /** Draws one, in nanoseconds. */
    long next(SplittableRandom random) {
        return Math.max(0, latencyNanos + swing(random));
    }

    private long swing(SplittableRandom random) {
        return switch (distribution) {
            case "normal" -> (long) (jitterNanos * random.nextGaussian());
            case "pareto" -> (long) (jitterNanos * pareto(random));
            case "histogram" -> recorded(random);
            // Toxiproxy's range: the jitter itself is excluded at the top.
            default -> jitterNanos > 0 ? random.nextLong(-jitterNanos, jitterNanos) : 0;
        };
    }

    /** With mean 0 and standard deviation 1. */
    private static double pareto(SplittableRandom random) {
        double drawn = Math.pow(1 - random.nextDouble(), -1 / PARETO_SHAPE);
        return (drawn - PARETO_MEAN) / PARETO_DEVIATION;
    }

    private long recorded(SplittableRandom random) {
        long picked = random.nextLong(upTo[upTo.length - 1]);
        int bucket = 0;
        while (upTo[bucket] <= picked) {
            bucket++;
        }
        long begin = bucket == 0 ? 0 : ends[bucket - 1];
        return random.nextLong(begin * NANOS_PER_MICRO, ends[bucket] * NANOS_PER_MICRO);
    }

    static void check(Settings settings) throws ApiError {
        settings.within("latency_us", 0, MICROS_AT_MOST);
        settings.within("jitter_us", 0, MICROS_AT_MOST);
        settings.oneOf("distribution", "uniform", "normal", "pareto", "histogram");
        List<Long> ends = settings.wholes("histogram_us");
        List<Long> counts = settings.wholes("histogram_counts");
        boolean recorded = settings.text("distribution").equals("histogram");
        if (recorded == ends.isEmpty() || ends.size() > MAX_BUCKETS || !isAscending(ends)) {
            throw Settings.wrong(
                    "histogram_us",
                    ends.size() <= 10 ? ends.toString() : ends.size() + " numbers",
                    recorded
                            ? "1 to " + MAX_BUCKETS + " ends of buckets, each larger than the one before, up to "
                                    + MICROS_AT_MOST
                            : "nothing, or distribution 'histogram' beside it");
        }
        boolean weighed = counts.stream().allMatch(count -> count >= 0 && count <= MAX_COUNT)
                && counts.stream().anyMatch(count -> count > 0);
        if (counts.size() != ends.size() || recorded && !weighed) {
            throw Settings.wrong(
                    "histogram_counts",
                    counts.size() <= 10 ? counts.toString() : counts.size() + " numbers",
                    "as many counts as histogram_us has buckets, 0 to " + MAX_COUNT + ", and not all 0");
        }
    }

    private static boolean isAscending(List<Long> ends) {
        long last = 0;
        for (long end : ends) {
            if (end <= last || end > MICROS_AT_MOST) {
                return false;
            }
            last = end;
        }
        return true;
    }
}
