package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;

/**
 * Writes as four columns of 8 bytes: the payload's hash, when it was sent, when it was answered, and everything else
 * packed: 32 bits of number, 16 of writer, 13 of node, 3 of state.
 */
record WriteColumns(LongColumn packed, LongColumn hashes, LongColumn invoked, LongColumn answered) {

    static final int MOST_WRITERS = 1 << 16;
    static final int MOST_NODES = 1 << 13;

    private static final int STATE_BITS = 3;
    private static final int NODE_BITS = 13;
    private static final int SEQ_SHIFT = 32;
    private static final int WRITER_SHIFT = STATE_BITS + NODE_BITS;

    /** What is known of a write; at most eight, in the order in which they are packed. */
    enum State {
        OPEN(Result.INDET),
        DELETING(Result.INDET),
        ACK(Result.ACK),
        ACK_WARN(Result.ACK_WARN),
        REFUSED(Result.REFUSED),
        INDET(Result.INDET),
        DELETED(Result.DELETED);

        private static final State[] ALL = values();

        private final Result result;

        State(Result result) {
            this.result = result;
        }

        Result result() {
            return result;
        }

        /** Whether an answer may still come. */
        boolean awaitsAnswer() {
            return this == OPEN || this == DELETING;
        }

        static State of(Result result) {
            return switch (result) {
                case ACK -> ACK;
                case ACK_WARN -> ACK_WARN;
                case REFUSED -> REFUSED;
                case INDET -> INDET;
                case DELETED -> DELETED;
            };
        }
    }

    WriteColumns() {
        this(new LongColumn(), new LongColumn(), new LongColumn(), new LongColumn());
    }

    int size() {
        return packed.size();
    }

    void add(int writer, int seq, long hash, long at) {
        packed.add((long) seq << SEQ_SHIFT | (long) writer << WRITER_SHIFT | State.OPEN.ordinal());
        hashes.add(hash);
        invoked.add(at);
        answered.add(at);
    }

    void state(int i, State state, int node) {
        long identity = packed.get(i) >>> WRITER_SHIFT << WRITER_SHIFT;
        packed.set(i, identity | (long) node << STATE_BITS | state.ordinal());
    }

    int writer(int i) {
        return writerOf(packed.get(i));
    }

    int seq(int i) {
        return seqOf(packed.get(i));
    }

    int node(int i) {
        return nodeOf(packed.get(i));
    }

    State state(int i) {
        return stateOf(packed.get(i));
    }

    static int writerOf(long packed) {
        return (int) (packed >>> WRITER_SHIFT) & MOST_WRITERS - 1;
    }

    static int seqOf(long packed) {
        return (int) (packed >>> SEQ_SHIFT);
    }

    static int nodeOf(long packed) {
        return (int) (packed >>> STATE_BITS) & MOST_NODES - 1;
    }

    static State stateOf(long packed) {
        return State.ALL[(int) packed & (1 << STATE_BITS) - 1];
    }

    WriteColumns frozen() {
        return new WriteColumns(packed.frozen(), hashes.frozen(), invoked.frozen(), answered.frozen());
    }
}
