package dev.aftershock.proxy;

/** This module's monotonic clock: nanoseconds since the class was loaded, so that due times can be compared plainly. */
final class Nanos {
    private static final long ORIGIN = System.nanoTime();

    private Nanos() {}

    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    /** A time of this clock on that of {@link System#nanoTime}. */
    static long system(long nanos) {
        return nanos + ORIGIN;
    }

    /** {@code amount * unitNanos}, limited to about 146 years so that sums with a time cannot overflow. */
    static long of(long amount, long unitNanos) {
        long limit = Long.MAX_VALUE / 2;
        return amount > limit / unitNanos ? limit : amount * unitNanos;
    }
}
