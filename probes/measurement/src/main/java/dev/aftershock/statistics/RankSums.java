package dev.aftershock.statistics;

import java.util.Arrays;

/**
 * The exact null distribution of the sum of a sample's ranks, counted in half ranks so that ties, which share their mean
 * rank, stay whole numbers. Sources: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947), 50-60; with
 * ties, E. L. Lehmann, Nonparametrics, 1975, section 1.4.
 */
final class RankSums {

    private final double[] probabilities;
    private final int mean;

    private RankSums(double[] probabilities, int mean) {
        this.probabilities = probabilities;
        this.mean = mean;
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
        int reached = 0;
        for (int rank : doubledRanks) {
            seen++;
            reached += rank;
            for (int count = Math.min(chosen, seen); count >= 1; count--) {
                for (int sum = reached; sum >= rank; sum--) {
                    ways[count][sum] += ways[count - 1][sum - rank];
                }
            }
        }
        double all = Arrays.stream(ways[chosen]).sum();
        double[] probabilities =
                Arrays.stream(ways[chosen]).map(way -> way / all).toArray();
        // The mean rank is half of one more than their number, ties or not: a whole number once doubled.
        return new RankSums(probabilities, chosen * (doubledRanks.length + 1));
    }

    /** The probability of a sum at least as far from the mean as this one, on either side. */
    double asFarAs(int sum) {
        int distance = Math.abs(sum - mean);
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
