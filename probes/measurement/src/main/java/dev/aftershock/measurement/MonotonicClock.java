package dev.aftershock.measurement;

/** A clock that never steps; the only source of durations. Implementations are thread-safe. */
@FunctionalInterface
public interface MonotonicClock {

    /** Nanoseconds since this clock's origin. */
    long nanos();

    /** The system's monotonic clock, with its origin at the moment of this call. */
    static MonotonicClock startingNow() {
        long origin = System.nanoTime();
        return () -> System.nanoTime() - origin;
    }
}
