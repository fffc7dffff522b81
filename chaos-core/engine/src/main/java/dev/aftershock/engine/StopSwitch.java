package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Ends the method early, from any thread; every wait of a run goes through here. Thread-safe. */
final class StopSwitch {

    private static final long POLL_MILLIS = 20;

    private final MonotonicClock clock;
    private final AtomicReference<String> reason = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private final Sleeper sleeper;

    /** Waits until a run is stopped, but no longer than so many milliseconds; whether it is. */
    interface Sleeper {
        boolean sleep(CountDownLatch stopped, long millis) throws InterruptedException;
    }

    StopSwitch(MonotonicClock clock) {
        this(clock, (stopped, millis) -> stopped.await(millis, TimeUnit.MILLISECONDS));
    }

    /** With another way to wait. */
    StopSwitch(MonotonicClock clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Stops for a reason; the first reason stays. */
    void stop(String why) {
        if (reason.compareAndSet(null, why)) {
            stopped.countDown();
        }
    }

    /** Waits for a stop, but no longer than so many milliseconds; whether it is stopped. */
    boolean awaitStop(long millis) throws InterruptedException {
        return stopped.await(millis, TimeUnit.MILLISECONDS);
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** Waits until a condition holds; false when the bound passed or the run was stopped. */
    boolean await(Duration bound, BooleanSupplier condition) {
        long deadline = clock.nanos() + bound.toNanos();
        while (true) {
            if (condition.getAsBoolean()) {
                return true;
            }
            if (clock.nanos() >= deadline || pause(POLL_MILLIS)) {
                return false;
            }
        }
    }

    /** Waits for a time; false when the run was stopped meanwhile. */
    boolean hold(Duration time) {
        return !pause(time.toMillis());
    }

    private boolean pause(long millis) {
        try {
            return sleeper.sleep(stopped, millis);
        } catch (InterruptedException e) {
            // An interrupt means: end soon. It becomes a stop, so that everything is healed on the way out.
            stop("interrupted");
            return true;
        }
    }
}
