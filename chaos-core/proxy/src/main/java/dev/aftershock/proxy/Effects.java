package dev.aftershock.proxy;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What one toxic did: counted by the loops, read from any thread. */
final class Effects {
    private static final long NEVER = -1;

    private final LongAdder connections = new LongAdder();
    private final Count met = new Count();
    private final Count delayed = new Count();
    private final Count dropped = new Count();
    private final Count altered = new Count();
    private final LongAdder closed = new LongAdder();
    private final LongAdder reset = new LongAdder();
    private final AtomicLong firstNanos = new AtomicLong(NEVER);
    private final AtomicLong lastNanos = new AtomicLong(NEVER);

    /** Chunks and their bytes. */
    private static final class Count {
        private final LongAdder chunks = new LongAdder();
        private final LongAdder bytes = new LongAdder();

        void add(int size) {
            chunks.increment();
            bytes.add(size);
        }

        ToxicEvidence.Affected now() {
            return new ToxicEvidence.Affected(chunks.sum(), bytes.sum());
        }
    }

    void connection() {
        connections.increment();
    }

    void met(int bytes) {
        met.add(bytes);
    }

    void delayed(int bytes) {
        delayed.add(bytes);
        acted();
    }

    void dropped(int bytes) {
        dropped.add(bytes);
        acted();
    }

    void altered(int bytes) {
        altered.add(bytes);
        acted();
    }

    void closed() {
        closed.increment();
        acted();
    }

    void reset() {
        reset.increment();
        acted();
    }

    private void acted() {
        long now = Nanos.now();
        if (firstNanos.get() == NEVER) {
            firstNanos.compareAndSet(NEVER, now);
        }
        lastNanos.accumulateAndGet(now, Math::max);
    }

    ToxicEvidence evidence() {
        return new ToxicEvidence(
                connections.sum(),
                met.now(),
                delayed.now(),
                dropped.now(),
                altered.now(),
                closed.sum(),
                reset.sum(),
                time(firstNanos),
                time(lastNanos));
    }

    private static OptionalLong time(AtomicLong nanos) {
        long value = nanos.get();
        return value == NEVER ? OptionalLong.empty() : OptionalLong.of(Nanos.system(value));
    }
}
