package dev.aftershock.measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * When the observer may have been blind: the stretches in which it sent nothing although the schedule wanted it to, and
 * the pauses of its process.
 *
 * <p>A schedule may run denser than its spacing. A hole in a dense part that is no longer than the spacing is no gap: the
 * observer then saw as much as was asked of it, and every edge is dated by the samples beside it anyway.
 */
final class Gaps {

    /** A stretch between two sends is a gap when longer than this many spacings; jitter alone makes at most 1.5. */
    private static final long SPACINGS_TOLERATED = 2;

    /** A sample sent later than due by more than one in this many spacings shows that the observer was held up. */
    private static final long LATE_PART = 2;

    private final Stretches all;
    private final Stretches pauses;

    private Gaps(Stretches all, Stretches pauses) {
        this.all = all;
        this.pauses = pauses;
    }

    /** Joins the gaps between the observed ones of {@code samples}, which are in the order of sending, and the pauses. */
    static Gaps of(List<Sample> samples, List<Moment> pauses, long every) {
        List<Moment> all = between(samples, every);
        all.addAll(pauses);
        return new Gaps(Stretches.of(all), Stretches.of(pauses));
    }

    private static List<Moment> between(List<Sample> samples, long every) {
        List<Moment> gaps = new ArrayList<>();
        long last = Long.MAX_VALUE;
        boolean skipped = false;
        for (Sample sample : samples) {
            if (sample.outcome() == Outcome.NOT_SENT) {
                skipped = true;
                continue;
            }
            long apart = sample.sent() - last;
            boolean blind = (skipped && apart > every) || apart > SPACINGS_TOLERATED * every || sentLate(sample, every);
            if (last != Long.MAX_VALUE && blind) {
                gaps.add(new Moment(last, sample.sent()));
            }
            last = sample.sent();
            skipped = false;
        }
        return gaps;
    }

    /** Whether the observer sent this one so late that it must have been held up. */
    static boolean sentLate(Sample sample, long every) {
        return sample.sent() - sample.due() > every / LATE_PART;
    }

    /** The longest gap that overlaps the stretch; zero when none does. */
    long longestWithin(long from, long to) {
        return all.longestWithin(from, to);
    }

    /** The longest pause of the observer's process that overlaps the stretch; zero when none does. */
    long longestPauseWithin(long from, long to) {
        return pauses.longestWithin(from, to);
    }

    /**
     * By when an answer that takes at most {@code bound} must have been read: a pause of the observer puts it off by its
     * own length.
     *
     * @param limit where looking further is of no use
     */
    long answeredBy(long sent, long bound, long limit) {
        return all.passed(sent, bound, limit);
    }

    /** Whether a stretch longer than {@code length} is not longer when the pauses of the observer's process do not count. */
    boolean pausedInto(long from, long length, long to) {
        return pauses.passed(from, length, to) >= to;
    }

    /** Whether the observer may have been blind at some instant of the stretch, its ends included. */
    boolean touch(long from, long to) {
        return all.touch(from, to);
    }
}
