package dev.aftershock.statistics;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Finds where a series over releases changed, whatever its distribution.
 *
 * <p>Source: D. S. Matteson and N. A. James, A nonparametric approach for multiple change point analysis of multivariate data
 * (E-divisive), Journal of the American Statistical Association 109 (2014), 334-345, with exponent 1 and segments of two or
 * more. A change is kept when few random orders of the segments show one as large. Stateless and thread-safe; takes time in
 * the square of the length for each random order, of which there are up to 199 for each change, and more when a significance
 * below 1/200 takes more to be shown at all.
 */
public final class ChangePoints {

    private static final int FEWEST_ORDERS = 199;
    private static final double LEAST_SIGNIFICANCE = 1e-4;
    private static final double ROUNDING = 1e-9;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 500;

    private ChangePoints() {}

    /** A permutation test: how many random orders, and which share of them may show a change as large. */
    private record Test(int orders, double significance, SplittableRandom random) {}

    /** A possible change: where it is and how far apart the two sides are. */
    private record Split(int at, double distance) {
        static final Split NONE = new Split(-1, Double.NEGATIVE_INFINITY);
    }

    /**
     * The positions at which a new level begins, in ascending order.
     *
     * @param series in order, such as logarithms of recovery times; infinity counts as one above the largest finite value, and
     *     minus infinity as one below the smallest
     * @param significance the probability of a false change that is put up with, such as 0.05; at least 0.0001
     * @param seed of the random orders
     * @throws IllegalArgumentException when the series is longer than 500 or holds NaN, or the significance is out of range
     */
    public static List<Integer> of(List<Double> series, double significance, long seed) {
        int orders = orders(significance);
        double[] values = finite(series);
        Test test = new Test(orders, significance, new SplittableRandom(seed));
        TreeSet<Integer> bounds = new TreeSet<>(List.of(0, values.length));
        Split best = best(values, bounds);
        while (best.at() > 0 && significant(values, bounds, best.distance(), test)) {
            bounds.add(best.at());
            best = best(values, bounds);
        }
        List<Integer> found = new ArrayList<>(bounds);
        return List.copyOf(found.subList(1, found.size() - 1));
    }

    /** As many random orders as it takes for a change to be rarer than the significance. */
    private static int orders(double significance) {
        Checks.probability("significance", significance);
        if (significance < LEAST_SIGNIFICANCE) {
            throw new IllegalArgumentException("'significance' is " + significance + "; expected at least "
                    + LEAST_SIGNIFICANCE + ", as less takes too many random orders");
        }
        return Math.max(FEWEST_ORDERS, (int) Math.ceil(1 / significance - ROUNDING) - 1);
    }

    private static double[] finite(List<Double> series) {
        Checks.some("series", series);
        if (series.size() > LONGEST) {
            throw new IllegalArgumentException(
                    "'series' holds " + series.size() + " values; expected at most " + LONGEST);
        }
        if (series.contains(Double.NaN)) {
            throw new IllegalArgumentException(
                    "'series' holds NaN at " + series.indexOf(Double.NaN) + "; expected a number or an infinity");
        }
        DoubleSummaryStatistics known = series.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .summaryStatistics();
        double lowest = known.getCount() == 0 ? 0 : known.getMin() - 1;
        double highest = known.getCount() == 0 ? 1 : known.getMax() + 1;
        return series.stream()
                .mapToDouble(value -> Math.max(lowest, Math.min(highest, value)))
                .toArray();
    }

    private static boolean significant(double[] values, TreeSet<Integer> bounds, double distance, Test test) {
        // Orders that tie on paper sum up in another sequence and differ by rounding.
        double atLeast = distance - Math.abs(distance) * ROUNDING;
        int most = (int) Math.floor(test.significance() * (test.orders() + 1) + ROUNDING);
        int asLarge = 1;
        for (int order = 0; order < test.orders() && asLarge <= most; order++) {
            double[] shuffled = values.clone();
            int from = 0;
            for (int to : bounds.tailSet(1)) {
                shuffle(shuffled, from, to, test.random());
                from = to;
            }
            asLarge += best(shuffled, bounds).distance() >= atLeast ? 1 : 0;
        }
        return asLarge <= most;
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
