package dev.aftershock.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares the times of two versions without assuming a distribution.
 *
 * <p>The test is the exact one of Mann and Whitney (Annals of Mathematical Statistics 18, 1947, 50-60), conditional on ties;
 * the shift and its interval are those of J. L. Hodges and E. L. Lehmann (Annals of Mathematical Statistics 34, 1963,
 * 598-611): the median of all differences, and the differences whose ranks the test's distribution gives. Stateless and
 * thread-safe; takes time and memory in the cube of the number of trials.
 */
public final class TwoVersions {

    private static final int MOST_TRIALS = 100;
    private static final double ROUNDING = 1e-12;

    private TwoVersions() {}

    /**
     * What two versions differ by.
     *
     * @param pValue how probable a difference in ranks this large or larger is when there is none, two-sided
     * @param shift by how much the later version takes longer, in the unit of the values; infinite when it never ends
     * @param low the lower end of the shift's interval
     * @param high the upper end
     */
    public record Comparison(double pValue, double shift, double low, double high) {}

    /** The fewest trials of each version with which any difference could be shown at this confidence; 4 at 95 %. */
    public static int leastTrials(double confidence) {
        Checks.probability("confidence", confidence);
        int trials = 1;
        double extreme = 1;
        while (extreme > 1 - confidence + ROUNDING) {
            trials++;
            // One over the number of ways to pick half of twice as many, two-sided.
            extreme = extreme * trials / (2.0 * (2 * trials - 1));
        }
        return trials;
    }

    /**
     * Compares; empty when there are so few trials that nothing could be shown.
     *
     * @param before the earlier version's times; {@link Long#MAX_VALUE} for never
     * @param after the later version's times
     * @param confidence of the interval
     * @throws IllegalArgumentException when a list is empty or longer than 100, or the confidence is out of range
     */
    public static Optional<Comparison> compare(List<Long> before, List<Long> after, double confidence) {
        checkSize("before", before);
        checkSize("after", after);
        Checks.probability("confidence", confidence);
        int cut = cut(before.size(), after.size(), (1 - confidence) / 2);
        if (cut < 1) {
            return Optional.empty();
        }
        double[] differences = differences(before, after);
        int count = differences.length;
        return Optional.of(new Comparison(
                pValue(before, after),
                middle(differences[(count - 1) / 2], differences[count / 2]),
                differences[cut - 1],
                differences[count - cut]));
    }

    private static void checkSize(String name, List<Long> values) {
        Checks.some(name, values);
        if (values.size() > MOST_TRIALS) {
            throw new IllegalArgumentException(
                    "'" + name + "' holds " + values.size() + " values; expected at most " + MOST_TRIALS);
        }
    }

    /** The largest c with {@code P(U <= c - 1) <= tail}: so many differences are cut off at either end. */
    private static int cut(int n, int m, double tail) {
        RankSums sums = RankSums.of(
                IntStream.rangeClosed(1, n + m).map(rank -> 2 * rank).toArray(), n);
        int least = n * (n + 1);
        int cut = 0;
        while (cut < n * m && sums.atMost(least + 2 * cut) <= tail + ROUNDING) {
            cut++;
        }
        return cut;
    }

    private static double pValue(List<Long> before, List<Long> after) {
        long[] all = IntStream.range(0, before.size() + after.size())
                .mapToLong(i -> i < before.size() ? before.get(i) : after.get(i - before.size()))
                .toArray();
        int[] ranks = doubledRanks(all);
        int sum = Arrays.stream(ranks, 0, before.size()).sum();
        return RankSums.of(ranks, before.size()).asFarAs(sum);
    }

    /** Twice the mean rank of each value. */
    private static int[] doubledRanks(long[] values) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = 0;
            int same = 0;
            for (long other : values) {
                below += other < values[i] ? 1 : 0;
                same += other == values[i] ? 1 : 0;
            }
            ranks[i] = 2 * below + same + 1;
        }
        return ranks;
    }

    private static double[] differences(List<Long> before, List<Long> after) {
        return before.stream()
                .flatMapToDouble(old -> after.stream().mapToDouble(young -> difference(old, young)))
                .sorted()
                .toArray();
    }

    private static double difference(long old, long young) {
        if (old == young) {
            return 0;
        }
        if (young == Long.MAX_VALUE) {
            return Double.POSITIVE_INFINITY;
        }
        return old == Long.MAX_VALUE ? Double.NEGATIVE_INFINITY : (double) young - old;
    }

    private static double middle(double a, double b) {
        return a == b ? a : a / 2 + b / 2;
    }
}
