package dev.aftershock.measurement;

/** A stretch of samples as long as the hold that moves along a series, and its sums. Mutable; for one thread. */
final class Window {

    /** As many bad samples in a row as no stable window may hold (k). */
    static final int BAD_IN_A_ROW = 3;

    private final Series series;
    private final Goal goal;
    private final long hold;
    private int start;
    private int end;
    private long failing;
    private long slow;
    private long all;
    private int bad;
    private int inARow;
    private int lastStreak = -1;

    /** An empty window before {@code from}. */
    Window(Series series, Goal goal, long hold, int from) {
        this.series = series;
        this.goal = goal;
        this.hold = hold;
        this.start = from;
        this.end = from;
    }

    /** Makes {@code first} its first sample; it must not lie before the present one. */
    void moveTo(int first) {
        while (end < series.size() && (end < first || series.sent(end) - series.sent(first) < hold)) {
            noteStreak(end);
            count(end++, 1);
        }
        while (start < first) {
            count(start++, -1);
        }
    }

    private void count(int i, int sign) {
        long weight = sign * series.weight(i);
        all += weight;
        if (goal.bad(i)) {
            bad += sign;
            slow += goal.slow(i) ? weight : 0;
            failing += goal.slow(i) ? 0 : weight;
        }
    }

    /**
     * A streak in a dense part counts only when it spans a spacing, as it does anyway where samples are a spacing apart:
     * or a trouble would spoil a window only because more samples looked at it.
     */
    private void noteStreak(int i) {
        inARow = goal.bad(i) ? inARow + 1 : 0;
        if (inARow >= BAD_IN_A_ROW && series.sent(i) - series.sent(i - inARow + 1) >= series.every()) {
            lastStreak = i;
        }
    }

    /** Whether it is stable, and was seen to its end. */
    boolean holds() {
        boolean seen = Coverage.enough(all, hold)
                && Coverage.fills(series.sent(start), series.sent(series.size() - 1), series.every(), hold);
        boolean streak = goal.refusesStreaks() && lastStreak >= start;
        return seen && !streak && goal.metBy(failing, slow, all);
    }

    int samples() {
        return end - start;
    }

    int badSamples() {
        return bad;
    }
}
