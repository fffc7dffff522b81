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
     * Returns when it was granted. A request that fails is made again like one that is refused.
     *
     * @throws IOException with the last refusal or failure, when the time is over
     * @throws InterruptedException when the thread is interrupted between two attempts
     */
    void ask(Request request) throws IOException, InterruptedException {
        repeat(() -> request.refusal().map(text -> () -> text));
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
     * Looks again and again until a condition holds, also after a look that failed.
     *
     * @param otherwise why not; asked once, when the time is over
     * @throws IOException with the reason when it does not hold in time, or with why it could not be looked at last
     * @throws InterruptedException when the thread is interrupted between two looks
     */
    void until(Condition condition, Reason otherwise) throws IOException, InterruptedException {
        repeat(() -> condition.holds() ? Optional.empty() : Optional.of(otherwise));
    }

    private interface Attempt {
        /** Why it was in vain; empty when it was not. */
        Optional<Reason> make() throws IOException;
    }

    private void repeat(Attempt attempt) throws IOException, InterruptedException {
        MonotonicClock clock = MonotonicClock.startingNow();
        long deadline = clock.nanos() + bound.toNanos();
        Optional<Reason> reason = made(attempt);
        while (reason.isPresent()) {
            if (clock.nanos() >= deadline) {
                throw over(reason.get());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            reason = made(attempt);
        }
    }

    /** A cluster that gives no answer now may give one soon. */
    private static Optional<Reason> made(Attempt attempt) {
        try {
            return attempt.make();
        } catch (IOException e) {
            return Optional.of(() -> {
                throw e;
            });
        }
    }

    private IOException over(Reason reason) {
        String waited = " (waited " + Quantities.format(bound) + ")";
        try {
            return new IOException(reason.text() + waited);
        } catch (IOException e) {
            return new IOException(e.getMessage() + waited, e);
        }
    }
}
