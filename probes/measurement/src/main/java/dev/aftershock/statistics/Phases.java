package dev.aftershock.statistics;

import java.util.SplittableRandom;

/**
 * Phases of a periodic system at which to break it: one in each n-th of the period, so that few trials cover all of it.
 *
 * <p>Source: stratified sampling, W. G. Cochran, Sampling Techniques, 3rd edition 1977, chapter 5. Stateless.
 */
public final class Phases {

    private Phases() {}

    /**
     * {@code (i + U) / n} for each i, in a random order, so that neither a trend over the trials nor an early stop takes
     * sides; each from 0 to below 1.
     *
     * @param trials at least 1
     * @throws IllegalArgumentException when there is no trial
     */
    public static double[] stratified(int trials, long seed) {
        if (trials < 1) {
            throw new IllegalArgumentException("'trials' is " + trials + "; expected at least 1");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] phases = new double[trials];
        for (int i = 0; i < trials; i++) {
            int at = random.nextInt(i + 1);
            phases[i] = phases[at];
            // A sum so near the next whole number may be rounded up to it.
            phases[at] = Math.min((i + random.nextDouble()) / trials, Math.nextDown((i + 1.0) / trials));
        }
        return phases;
    }
}
