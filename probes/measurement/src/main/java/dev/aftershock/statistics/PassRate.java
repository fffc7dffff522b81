package dev.aftershock.statistics;

import java.util.function.DoublePredicate;

/**
 * Exact one-sided bounds on the probability that a trial passes.
 *
 * <p>Source: C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits illustrated in the case of the
 * binomial, Biometrika 26 (1934), 404-413. Stateless and thread-safe.
 */
public final class PassRate {

    private static final int HALVINGS = 60;

    private PassRate() {}

    /**
     * What the probability is at least, with the given confidence; {@code (1 - confidence)^(1/trials)} when all passed.
     *
     * @throws IllegalArgumentException when a count or the confidence is out of range
     */
    public static double lower(int passes, int trials, double confidence) {
        Checks.counts(passes, trials);
        Checks.probability("confidence", confidence);
        return passes == 0 ? 0 : boundary(rate -> Binomial.atMost(passes - 1, trials, rate) >= confidence);
    }

    /**
     * What the probability is at most, with the given confidence; {@code 1 - (1 - confidence)^(1/trials)} when none
     * passed, which bounds the probability of a loss when none of the trials lost anything.
     *
     * @throws IllegalArgumentException when a count or the confidence is out of range
     */
    public static double upper(int passes, int trials, double confidence) {
        Checks.counts(passes, trials);
        Checks.probability("confidence", confidence);
        return passes == trials ? 1 : boundary(rate -> Binomial.atMost(passes, trials, rate) >= 1 - confidence);
    }

    /** Where a condition that holds for small rates ceases to hold. */
    private static double boundary(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
