package dev.aftershock.statistics;

import java.util.List;
import java.util.OptionalLong;

/**
 * Upper bounds on a quantile by order statistics: no assumption on the distribution, and safe with values that never ended.
 *
 * <p>The r-th smallest of n values lies at or above the quantile q with probability {@code P(Bin(n, q) <= r - 1)}. Source:
 * H. A. David and H. N. Nagaraja, Order Statistics, 3rd edition 2003, section 7.1. Stateless and thread-safe.
 */
public final class QuantileBound {

    /** Sums of probabilities that are equal on paper differ by less than this, so a bound just reached counts as reached. */
    private static final double ROUNDING = 1e-12;

    private QuantileBound() {}

    /**
     * How many trials it takes for the largest value to bound the quantile: the smallest n with {@code 1 - quantile^n >=
     * confidence}; {@link Integer#MAX_VALUE} when it takes that many or more.
     *
     * @param quantile between 0 and 1, such as 0.9
     * @param confidence between 0 and 1
     * @throws IllegalArgumentException when one is out of range
     */
    public static int trialsNeeded(double quantile, double confidence) {
        Checks.probability("quantile", quantile);
        Checks.probability("confidence", confidence);
        double trials = Math.log1p(-confidence) / Math.log(quantile);
        // The cast saturates.
        return Math.max(1, (int) Math.ceil(trials * (1 - ROUNDING)));
    }

    /**
     * The smallest of the values that bounds the quantile with the given confidence; empty when there are too few.
     *
     * @throws IllegalArgumentException when there is no value or a probability is out of range
     */
    public static OptionalLong upper(List<Long> values, double quantile, double confidence) {
        Checks.some("values", values);
        Checks.probability("quantile", quantile);
        Checks.probability("confidence", confidence);
        List<Long> sorted = values.stream().sorted().toList();
        if (sorted.size() < trialsNeeded(quantile, confidence)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(sorted.get(rank(sorted.size(), quantile, confidence) - 1));
    }

    /** The smallest rank whose value bounds the quantile, by bisection; the largest value is known to. */
    private static int rank(int trials, double quantile, double confidence) {
        int low = 1;
        int high = trials;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Binomial.atMost(middle - 1, trials, quantile) >= confidence - ROUNDING) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
