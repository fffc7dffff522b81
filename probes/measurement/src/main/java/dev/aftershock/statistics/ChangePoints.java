package dev.aftershock.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Finds where a series over releases changed, whatever its distribution.
 *
 * <p>Source: D. S. Matteson and N. A. James, A nonparametric approach for multiple change point analysis of multivariate data
 * (E-divisive), Journal of the American Statistical Association 109 (2014), 334-345, with exponent 1 and segments of two or
 * more. A change is kept when few random orders of the segments show one as large. Stateless and thread-safe; takes time in
 * the square of the length for each of {@value #ORDERS} orders and each change.
 */
public final class ChangePoints {

    private static final int ORDERS = 199;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 500;

    private ChangePoints() {}

    /** A possible change: where it is and how far apart the two sides are. */
    private record Split(int at, double distance) {
        static final Split NONE = new Split(-1, Double.NEGATIVE_INFINITY);
    }

    /**
     * The positions at which a new level begins, in ascending order.
     *
     * @param series in order, such as logarithms of recovery times; infinity counts as one above the largest finite value
     * @param significance the probability of a false change that is put up with, such as 0.05
     * @param seed of the random orders
     * @throws IllegalArgumentException when the series is longer than 500 or holds NaN, or the significance is out of range
     */
    public static List<Integer> of(List<Double> series, double significance, long seed) {
        Checks.probability("significance", significance);
        double[] values = finite(series);
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Integer> bounds = new TreeSet<>(List.of(0, values.length));
        Split best = best(values, bounds);
        while (best.at() > 0 && significant(values, bounds, best.distance(), significance, random)) {
            bounds.add(best.at());
            best = best(values, bounds);
        }
        List<Integer> found = new ArrayList<>(bounds);
        return List.copyOf(found.subList(1, found.size() - 1));
    }

    private static double[] finite(List<Double> series) {
        Checks.some("series", series);
        if (series.size() > LONGEST || series.stream().anyMatch(value -> value.isNaN())) {
            throw new IllegalArgumentException(
                    "the series holds " + series.size() + " values; expected at most " + LONGEST + ", and no NaN");
        }
        double highest = series.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return series.stream()
                .mapToDouble(value -> Double.isInfinite(value) ? highest + 1 : value)
                .toArray();
    }

    private static boolean significant(
            double[] values, TreeSet<Integer> bounds, double distance, double significance, SplittableRandom random) {
        int asLarge = 1;
        for (int order = 0; order < ORDERS; order++) {
            double[] shuffled = values.clone();
            int from = 0;
            for (int to : bounds.tailSet(1)) {
                shuffle(shuffled, from, to, random);
                from = to;
            }
            asLarge += best(shuffled, bounds).distance() >= distance ? 1 : 0;
        }
        return asLarge <= significance * (ORDERS + 1);
    }

    private static void shuffle(double[] values, int from, int to, SplittableRandom random) {
        for (int i = to - 1; i > from; i--) {
            int other = random.nextInt(from, i + 1);
            double kept = values[i];
            values[i] = values[other];
            values[other] = kept;
        }
    }

    /** The split of any segment that tells its two sides furthest apart. */
    private static Split best(double[] values, TreeSet<Integer> bounds) {
        Distances distances = new Distances(values);
        Split best = Split.NONE;
        int from = 0;
        for (int to : bounds.tailSet(1)) {
            Split split = best(distances, from, to);
            best = split.distance() > best.distance() ? split : best;
            from = to;
        }
        return best;
    }

    private static Split best(Distances distances, int from, int to) {
        Split best = Split.NONE;
        for (int at = from + SHORTEST; at <= to - SHORTEST; at++) {
            for (int end = at + SHORTEST; end <= to; end++) {
                double distance = distances.between(from, at, end);
                best = distance > best.distance() ? new Split(at, distance) : best;
            }
        }
        return best;
    }

    /** Sums of distances between the values of two stretches, from one table of sums. */
    private static final class Distances {
        private final double[][] sums;

        Distances(double[] values) {
            sums = new double[values.length + 1][values.length + 1];
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values.length; j++) {
                    sums[i + 1][j + 1] = sums[i][j + 1] + sums[i + 1][j] - sums[i][j] + Math.abs(values[i] - values[j]);
                }
            }
        }

        /** The energy distance of two neighbouring stretches, scaled by their lengths. */
        double between(int from, int at, int end) {
            double n = at - from;
            double m = end - at;
            double energy = 2 * sum(from, at, at, end) / (n * m)
                    - sum(from, at, from, at) / (n * (n - 1))
                    - sum(at, end, at, end) / (m * (m - 1));
            return energy * n * m / (n + m);
        }

        private double sum(int from, int to, int otherFrom, int otherTo) {
            return sums[to][otherTo] - sums[from][otherTo] - sums[to][otherFrom] + sums[from][otherFrom];
        }
    }
}
