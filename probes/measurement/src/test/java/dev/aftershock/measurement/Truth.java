package dev.aftershock.measurement;

import java.util.BitSet;

/** One stretch of real trouble in a generated world, and which samples it met. Mutable while rendering. */
final class Truth {

    enum Mode {
        /** Answers with an error at once. */
        FAIL,
        /** Never answers. */
        DROP,
        /** Holds requests back and answers them when it is over. */
        QUEUE,
        /** Answers rightly but later than the latency bound, within the deadline. */
        SLOW,
        /** Answers the first groups with an error at once, and the others rightly. */
        PARTIAL
    }

    final Mode mode;
    final long from;
    final long to;
    final int failing;
    final BitSet badGroups = new BitSet();
    int bad;
    int notGood;

    /** Trouble of the groups below {@code failing}. */
    Truth(Mode mode, long from, long to, int failing) {
        this.mode = mode;
        this.from = from;
        this.to = to;
        this.failing = failing;
    }

    boolean holds(long instant, int group) {
        return from <= instant && instant < to && group < failing;
    }

    boolean blackout() {
        return mode != Mode.SLOW;
    }

    long length() {
        return to - from;
    }

    @Override
    public String toString() {
        return mode + "[" + from + ".." + to + " bad=" + bad + " notGood=" + notGood + " failing=" + failing + "]";
    }
}
