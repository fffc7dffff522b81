package dev.aftershock.measurement;

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
        SLOW
    }

    final Mode mode;
    final long from;
    final long to;
    int bad;
    int notGood;

    Truth(Mode mode, long from, long to) {
        this.mode = mode;
        this.from = from;
        this.to = to;
    }

    boolean holds(long instant) {
        return from <= instant && instant < to;
    }

    boolean blackout() {
        return mode != Mode.SLOW;
    }

    long length() {
        return to - from;
    }

    @Override
    public String toString() {
        return mode + "[" + from + ".." + to + " bad=" + bad + " notGood=" + notGood + "]";
    }
}
