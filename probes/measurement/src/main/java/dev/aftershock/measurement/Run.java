package dev.aftershock.measurement;

/** Bad samples between which no good state is proven. Mutable while it is being found; confined to one thread. */
final class Run {

    private final int first;
    private int last;
    private int count;
    private long shownBy;
    private int clearing = -1;
    private long clearedBy = Bracket.NEVER;

    Run(int first) {
        this.first = first;
        this.last = first;
    }

    void add(int bad, long shown) {
        last = bad;
        count++;
        shownBy = count == 1 ? shown : Math.max(shownBy, shown);
        clearing = -1;
        clearedBy = Bracket.NEVER;
    }

    /** Takes note of a sample that proves the trouble over, at the latest by {@code by}. */
    void clear(int sample, long by) {
        if (by < clearedBy) {
            clearing = sample;
            clearedBy = by;
        }
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int count() {
        return count;
    }

    /** By when the trouble behind every one of its samples must have shown. */
    long shownBy() {
        return shownBy;
    }

    /** The sample that proves its end earliest; negative when none does. */
    int clearing() {
        return clearing;
    }

    /** By when it was over; {@link Bracket#NEVER} when that was not seen. */
    long clearedBy() {
        return clearedBy;
    }
}
