package dev.aftershock.proxy;

import java.util.concurrent.atomic.LongAdder;

/** The bytes that went through a proxy since it was made; counted by the loops, read from any thread. */
final class Traffic {
    private final LongAdder[] received = {new LongAdder(), new LongAdder()};
    private final LongAdder[] sent = {new LongAdder(), new LongAdder()};

    void received(Direction direction, int bytes) {
        received[direction.ordinal()].add(bytes);
    }

    void sent(Direction direction, int bytes) {
        sent[direction.ordinal()].add(bytes);
    }

    long received(Direction direction) {
        return received[direction.ordinal()].sum();
    }

    long sent(Direction direction) {
        return sent[direction.ordinal()].sum();
    }
}
