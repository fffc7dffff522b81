package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.List;

/** The stretches in which the observer sent nothing although the schedule wanted it to; sorted and disjoint. */
final class Gaps {

    /** A stretch between two sends is a gap when longer than this many spacings; jitter alone makes at most 1.5. */
    private static final long SPACINGS_TOLERATED = 2;

    /** A sample sent later than due by more than one in this many spacings shows that the observer was held up. */
    private static final long LATE_PART = 2;

    private final long[] starts;
    private final long[] ends;

    private Gaps(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** Finds the gaps between the observed ones of {@code samples}, which are in the order of sending. */
    static Gaps between(List<Sample> samples, long every) {
        long[] starts = new long[samples.size()];
        long[] ends = new long[samples.size()];
        int found = 0;
        long last = Long.MAX_VALUE;
        boolean skipped = false;
        for (Sample sample : samples) {
            if (sample.outcome() == Outcome.NOT_SENT) {
                skipped = true;
                continue;
            }
            boolean blind = skipped || sample.sent() - last > SPACINGS_TOLERATED * every || sentLate(sample, every);
            if (last != Long.MAX_VALUE && blind) {
                starts[found] = last;
                ends[found++] = sample.sent();
            }
            last = sample.sent();
            skipped = false;
        }
        return new Gaps(Arrays.copyOf(starts, found), Arrays.copyOf(ends, found));
    }

    /** Whether the observer sent this one so late that it must have been held up. */
    static boolean sentLate(Sample sample, long every) {
        return sample.sent() - sample.due() > every / LATE_PART;
    }

    /** The longest gap that overlaps the stretch; zero when none does. */
    long longestWithin(long from, long to) {
        long longest = 0;
        for (int i = firstEndingAfter(from); i < starts.length && starts[i] < to; i++) {
            longest = Math.max(longest, ends[i] - starts[i]);
        }
        return longest;
    }

    /**
     * By when an answer that takes at most {@code bound} must have been read: a pause of the observer puts it off.
     *
     * @param limit where looking further is of no use
     */
    long answeredBy(long sent, long bound, long limit) {
        long by = sent + bound;
        for (int i = firstEndingAfter(sent); i < starts.length && starts[i] <= by && by < limit; i++) {
            by = ends[i] + bound;
        }
        return Math.min(by, limit);
    }

    /** Whether the observer may have been blind at some instant of the stretch, its ends included. */
    boolean touch(long from, long to) {
        int i = firstEndingAfter(from - 1);
        return i < starts.length && starts[i] <= to;
    }

    private int firstEndingAfter(long instant) {
        int at = Arrays.binarySearch(ends, instant + 1);
        return at >= 0 ? at : -at - 1;
    }
}
