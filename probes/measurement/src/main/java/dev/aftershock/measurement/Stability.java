package dev.aftershock.measurement;

/** Finds the first good answer and the first stable window after the first trouble since a moment. */
final class Stability {

    static final int NONE = -1;

    private final Series series;
    private final Goal goal;
    private final long hold;
    private final int firstBad;

    Stability(Series series, Goal goal, long hold, Moment since) {
        this.series = series;
        this.goal = goal;
        this.hold = hold;
        int first = 0;
        while (first < series.size() && !(goal.bad(first) && series.shownBy(first) >= since.earliest())) {
            first++;
        }
        this.firstBad = first == series.size() ? NONE : first;
    }

    /**
     * Between which samples trouble turned into goodness.
     *
     * @param bad the last bad sample before; negative when nothing was bad
     * @param good the first good sample after; negative when none was seen
     * @param held how many samples the stable window holds; zero when it was not looked for or not found
     * @param heldBad how many of those were bad
     */
    record Turn(int bad, int good, int held, int heldBad) {

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
            long gap = Math.max(
                    series.gaps().longestWithin(series.watchedFrom(bad), series.sent(good)),
                    series.gaps().longestPauseWithin(low, high));
            return new Edge(low, point, high, gap);
        }

        /** The time from a moment on; zero when nothing was bad. */
        Bracket since(Moment moment, Series series) {
            if (!troubled()) {
                return Bracket.zero();
            }
            if (!turned()) {
                return Bracket.atLeast(Math.max(0, series.sent(bad) - moment.latest()));
            }
            Edge edge = Groups.widened(edge(series), this, series);
            return edge.high() == Bracket.NEVER
                    ? Bracket.atLeast(Math.max(0, edge.low() - moment.latest()))
                    : edge.since(Edge.of(moment));
        }
    }

    /** R2. */
    Turn firstGood() {
        return turn(false);
    }

    /** R3 and R4. */
    Turn stable() {
        return turn(true);
    }

    private Turn turn(boolean lasting) {
        int lastBad = firstBad;
        long shown = Long.MIN_VALUE;
        Window window = new Window(series, goal, hold, Math.max(0, firstBad));
        for (int i = Math.max(0, firstBad); firstBad != NONE && i < series.size(); i++) {
            if (goal.bad(i)) {
                lastBad = i;
                shown = Math.max(shown, series.shownBy(i));
            } else if (series.sent(i) >= shown && !series.unsure(i)) {
                if (!lasting) {
                    return new Turn(lastBad, i, 0, 0);
                }
                window.moveTo(i);
                if (window.holds()) {
                    return new Turn(lastBad, i, window.samples(), window.badSamples());
                }
            }
        }
        return new Turn(lastBad, NONE, 0, 0);
    }
}
