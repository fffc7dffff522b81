package dev.aftershock.kubernetes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Quantities;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks again and again for what is refused now and may be granted soon, or what a cluster brings about in its own time.
 *
 * @param bound for how long; it is asked once at the least
 */
record Patience(Duration bound) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 200;

    /** Something to ask for. */
    @FunctionalInterface
    interface Request {
        /** Why it is refused; empty when it was granted. */
        Optional<String> refusal() throws IOException;
    }

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    static Patience of(String setting, Duration bound) {
        if (bound.isNegative() || bound.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is " + Quantities.format(bound) + "; expected 0s to 10m");
        }
        return new Patience(bound);
    }

    /**
     * Returns when it was granted.
     *
     * @throws IOException with the last refusal, when the time is over
     * @throws InterruptedException when the thread is interrupted between two attempts
     */
    void ask(Request request) throws IOException, InterruptedException {
        MonotonicClock clock = MonotonicClock.startingNow();
        long deadline = clock.nanos() + bound.toNanos();
        Optional<String> refusal = request.refusal();
        while (refusal.isPresent()) {
            if (clock.nanos() >= deadline) {
                throw new IOException(refusal.get() + " (waited " + Quantities.format(bound) + ")");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            refusal = request.refusal();
        }
    }

    /** Something to wait for. */
    interface Condition {
        /** Whether it holds now. */
        boolean holds() throws IOException;
    }

    /** Why a condition does not hold. */
    interface Reason {
        String text() throws IOException;
    }

    /**
     * Looks again and again until a condition holds.
     *
     * @throws IOException with the reason when it does not in time, or when it cannot be looked
     */
    void until(Condition condition, Reason otherwise) throws IOException, InterruptedException {
        ask(() -> condition.holds() ? Optional.empty() : Optional.of(otherwise.text()));
    }
}
