package dev.aftershock.statistics;

import java.util.Arrays;

/**
 * The exact null distribution of the sum of a sample's ranks, counted in half ranks so that ties, which share their mean
 * rank, stay whole numbers. Sources: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947), 50-60; with
 * ties, E. L. Lehmann, Nonparametrics, 1975, section 1.4.
 */
final class RankSums {

    private final double[] probabilities;

    private RankSums(double[] probabilities) {
        this.probabilities = probabilities;
    }

    /**
     * The distribution when {@code chosen} of the values are picked at random.
     *
     * @param doubledRanks twice the mean rank of every value
     */
    static RankSums of(int[] doubledRanks, int chosen) {
        int most = Arrays.stream(doubledRanks).sum();
        double[][] ways = new double[chosen + 1][most + 1];
        ways[0][0] = 1;
        int seen = 0;
        for (int rank : doubledRanks) {
            seen++;
            for (int count = Math.min(chosen, seen); count >= 1; count--) {
                for (int sum = most; sum >= rank; sum--) {
                    ways[count][sum] += ways[count - 1][sum - rank];
                }
            }
        }
        double all = Arrays.stream(ways[chosen]).sum();
        return new RankSums(Arrays.stream(ways[chosen]).map(way -> way / all).toArray());
    }

    /** The probability of a sum at least as far from the mean as this one, on either side. */
    double asFarAs(int sum) {
        double mean = 0;
        for (int i = 0; i < probabilities.length; i++) {
            mean += i * probabilities[i];
        }
        double distance = Math.abs(sum - mean) - 1e-9;
        double probability = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probability += Math.abs(i - mean) >= distance ? probabilities[i] : 0;
        }
        return Math.min(1, probability);
    }

    /** The probability of a sum of at most this. */
    double atMost(int sum) {
        double probability = 0;
        for (int i = 0; i <= Math.min(sum, probabilities.length - 1); i++) {
            probability += probabilities[i];
        }
        return probability;
    }
}
