package dev.aftershock.measurement;

/**
 * Where trouble began or ended: the truth lies between {@code low} and {@code high}.
 *
 * @param gap the longest stretch without sight that widened it; zero when there was none
 */
record Edge(long low, long point, long high, long gap) {

    /** Puts the point between the bounds. */
    Edge {
        point = Math.max(low, Math.min(point, high));
    }

    static long middle(long from, long to) {
        return from + (to - from) / 2;
    }

    Moment moment() {
        return new Moment(low, high);
    }

    /** The time from another edge to this one. */
    Bracket since(Edge other) {
        long least = Math.max(0, low - other.high);
        long most = Math.max(least, high - other.low);
        return new Bracket(least, Math.max(least, Math.min(point - other.point, most)), most);
    }

    /** The same edge, but not before the moment. */
    Edge notBefore(Moment moment) {
        return new Edge(
                Math.max(low, moment.earliest()),
                Math.max(point, moment.middle()),
                Math.max(high, moment.latest()),
                gap);
    }

    static Edge of(Moment moment) {
        return new Edge(moment.earliest(), moment.middle(), moment.latest(), 0);
    }
}
