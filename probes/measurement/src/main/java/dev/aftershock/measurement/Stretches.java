package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Stretches of time, sorted and disjoint; two that only touch stay two. */
final class Stretches {

    private final long[] starts;
    private final long[] ends;

    private Stretches(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** Joins what overlaps and drops what has no length. */
    static Stretches of(List<Moment> stretches) {
        Moment[] sorted = stretches.stream()
                .filter(stretch -> stretch.latest() > stretch.earliest())
                .sorted(Comparator.comparingLong(Moment::earliest))
                .toArray(Moment[]::new);
        long[] starts = new long[sorted.length];
        long[] ends = new long[sorted.length];
        int found = 0;
        for (Moment stretch : sorted) {
            if (found > 0 && stretch.earliest() < ends[found - 1]) {
                ends[found - 1] = Math.max(ends[found - 1], stretch.latest());
            } else {
                starts[found] = stretch.earliest();
                ends[found++] = stretch.latest();
            }
        }
        return new Stretches(Arrays.copyOf(starts, found), Arrays.copyOf(ends, found));
    }

    /** The length of the longest one that shares more than an instant with the given stretch; zero when none does. */
    long longestWithin(long from, long to) {
        long longest = 0;
        for (int i = firstEndingAfter(from); i < starts.length && starts[i] < to; i++) {
            longest = Math.max(longest, ends[i] - starts[i]);
        }
        return longest;
    }

    /** When {@code length} has passed since {@code from}, not counting these stretches; at most {@code limit}. */
    long passed(long from, long length, long limit) {
        long by = from + length;
        for (int i = firstEndingAfter(from); i < starts.length && starts[i] <= by && by < limit; i++) {
            by += ends[i] - Math.max(starts[i], from);
        }
        return Math.min(by, limit);
    }

    /** Whether any of them has an instant in common with the given stretch, the ends of both included. */
    boolean touch(long from, long to) {
        int i = firstEndingAfter(from - 1);
        return i < starts.length && starts[i] <= to;
    }

    private int firstEndingAfter(long instant) {
        int at = Arrays.binarySearch(ends, instant + 1);
        return at >= 0 ? at : -at - 1;
    }
}
