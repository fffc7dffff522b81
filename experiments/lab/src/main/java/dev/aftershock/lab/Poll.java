package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for conditions, never longer than a limit. */
public final class Poll {

    private static final long PAUSE_MILLIS = 5;

    private final MonotonicClock clock;

    /** Measures its limits by a clock. */
    public Poll(MonotonicClock clock) {
        this.clock = clock;
    }

    /**
     * Looks every few milliseconds until the condition holds.
     *
     * @throws LabException with the failure's text when it does not hold within the limit, or the thread is interrupted
     */
    public void until(Condition condition, Duration limit, Supplier<String> failure) {
        long start = clock.nanos();
        while (!condition.holds()) {
            if (clock.nanos() - start > limit.toNanos()) {
                throw new LabException(failure.get() + " (waited " + limit.toMillis() + " ms)");
            }
            pause(PAUSE_MILLIS);
        }
    }

    /** Sleeps; an interruption becomes an exception and stays noted in the thread. */
    public static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting", e);
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds now. */
        boolean holds();
    }
}
