package dev.aftershock.proxy;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Has a loop look again for a moment, instead of sleeping, after it carried a small message and before something is due:
 * waking a sleeping thread takes longer than relaying a message. One for each loop, used on its thread only.
 */
final class Spin implements SelectStrategy {
    /** As long as an answer on the same machine takes. */
    private static final long SPIN_NANOS = 50_000;

    /** Longer pieces are a stream, which never lets the loop sleep anyway. */
    private static final int SMALL_BYTES = 4 * 1024;

    private long untilNanos = Nanos.now();

    /** Tells that a piece of this size was relayed, or 0 bytes that a connection was made. */
    void carried(int bytes) {
        if (bytes <= SMALL_BYTES) {
            untilNanos = Nanos.now() + SPIN_NANOS;
        }
    }

    /** Tells that something is due at that instant, and soon: a loop asleep would wake up too late. */
    void until(long instantNanos) {
        untilNanos = Math.max(untilNanos, instantNanos);
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (untilNanos <= Nanos.now()) {
            return SelectStrategy.SELECT;
        }
        int ready = selectNow.get();
        return ready > 0 ? ready : SelectStrategy.CONTINUE;
    }
}
