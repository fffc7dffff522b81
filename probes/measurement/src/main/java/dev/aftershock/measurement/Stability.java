package dev.aftershock.measurement;

/** Finds the first good answer and the first stable window after the first trouble since a moment. */
final class Stability {

    /** As many bad samples in a row as no stable window may hold (k). */
    static final int BAD_IN_A_ROW = 3;

    private static final int NONE = -1;

    private final Series series;
    private final SeriesSpec spec;
    private final int[] badBefore;
    private final int[] streaksBefore;
    private final int firstBad;

    Stability(Series series, SeriesSpec spec, Moment since) {
        this.series = series;
        this.spec = spec;
        this.badBefore = new int[series.size() + 1];
        this.streaksBefore = new int[series.size() + 1];
        int first = NONE;
        int inARow = 0;
        for (int i = 0; i < series.size(); i++) {
            boolean bad = !series.good(i);
            inARow = bad ? inARow + 1 : 0;
            badBefore[i + 1] = badBefore[i] + (bad ? 1 : 0);
            streaksBefore[i + 1] = streaksBefore[i] + (inARow >= BAD_IN_A_ROW ? 1 : 0);
            if (first == NONE && bad && series.shownBy(i) >= since.earliest()) {
                first = i;
            }
        }
        this.firstBad = first;
    }

    /**
     * Between which samples trouble turned into goodness.
     *
     * @param bad the last bad sample before; negative when nothing was bad
     * @param good the first good sample after; negative when none was seen
     */
    record Turn(int bad, int good) {

        boolean troubled() {
            return bad != NONE;
        }

        boolean turned() {
            return good != NONE;
        }

        /** Between the last bad sample's sending and the good answer; answers held back tell when they were let go. */
        Edge edge(Series series) {
            long low = series.sent(bad);
            long high = series.done(good);
            long point = Bracket.NEVER;
            for (int i = bad + 1; i <= good; i++) {
                point = series.held(i) ? Math.min(point, series.done(i)) : point;
            }
            point = point == Bracket.NEVER ? Edge.middle(low, series.sent(bad + 1)) : point;
            return new Edge(low, point, high, series.gaps().longestWithin(series.watchedFrom(bad), series.sent(good)));
        }
    }

    /** R2. */
    Turn firstGood() {
        return turn(false);
    }

    /** R3. */
    Turn stable() {
        return turn(true);
    }

    private Turn turn(boolean lasting) {
        int lastBad = firstBad;
        long shown = Long.MIN_VALUE;
        int end = 0;
        for (int i = Math.max(0, firstBad); firstBad != NONE && i < series.size(); i++) {
            if (!series.good(i)) {
                lastBad = i;
                shown = Math.max(shown, series.shownBy(i));
            } else if (series.sent(i) >= shown) {
                end = lasting ? windowEnd(i, end) : end;
                if (!lasting || holds(i, end)) {
                    return new Turn(lastBad, i);
                }
            }
        }
        return new Turn(lastBad, NONE);
    }

    private int windowEnd(int start, int from) {
        int end = Math.max(from, start);
        while (end < series.size() && series.sent(end) - series.sent(start) < spec.hold()) {
            end++;
        }
        return end;
    }

    /** Whether the window of samples from {@code start} to before {@code end} is stable, and was seen to its end. */
    private boolean holds(int start, int end) {
        int observed = end - start;
        int bad = badBefore[end] - badBefore[start];
        boolean streak = streaksBefore[end] > streaksBefore[start];
        boolean seen = Coverage.enough(observed, spec)
                && Coverage.fills(series.sent(start), series.sent(series.size() - 1), spec);
        return seen && !streak && bad <= spec.badAtMost() * observed;
    }
}
