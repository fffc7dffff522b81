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

    private QuantileBound() {}

    /**
     * How many trials it takes for the largest value to bound the quantile.
     *
     * @param quantile between 0 and 1, such as 0.9
     * @param confidence between 0 and 1
     * @throws IllegalArgumentException when one is out of range
     */
    public static int trialsNeeded(double quantile, double confidence) {
        Checks.probability("quantile", quantile);
        Checks.probability("confidence", confidence);
        int trials = Math.max(1, (int) Math.floor(Math.log1p(-confidence) / Math.log(quantile)));
        while (1 - Math.pow(quantile, trials) < confidence) {
            trials++;
        }
        return trials;
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
        for (int rank = 1; rank <= sorted.size(); rank++) {
            if (Binomial.atMost(rank - 1, sorted.size(), quantile) >= confidence) {
                return OptionalLong.of(sorted.get(rank - 1));
            }
        }
        return OptionalLong.empty();
    }
}
