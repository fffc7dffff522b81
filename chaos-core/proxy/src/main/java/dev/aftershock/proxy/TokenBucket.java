package dev.aftershock.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One line that several connections share: each piece takes it for {@code bytes / rate}, one after the other, in each
 * direction apart. Time not used is lost but for the last 10 ms, so that late timers do not slow the line down. Safe for
 * use from any thread; nothing waits.
 */
final class TokenBucket {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AtomicLong[] freeAtNanos = {new AtomicLong(Long.MIN_VALUE / 2), new AtomicLong(Long.MIN_VALUE / 2)};

    /** Takes the line for a piece and returns when the piece may leave. */
    long take(Direction direction, int bytes, long bytesPerMilli) {
        long earliest = Nanos.now() - BURST_NANOS;
        long needed = bytes * NANOS_PER_MILLI / bytesPerMilli;
        return freeAtNanos[direction.ordinal()].updateAndGet(freeAt -> Math.max(freeAt, earliest) + needed);
    }

    /** The largest piece that leaves at once: 10 ms of the line, so that others get their turn. */
    static int piece(long bytesPerMilli) {
        return (int) Math.max(16, Math.min(64 * 1024, 10 * bytesPerMilli));
    }
}
