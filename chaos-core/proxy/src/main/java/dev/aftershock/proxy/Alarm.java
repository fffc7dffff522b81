package dev.aftershock.proxy;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing at an instant, unless that is changed or taken back; on its loop only.
 *
 * <p>The selector sleeps for whole milliseconds, and every sleeper wakes late. So the loop sleeps until 2 ms before, is
 * woken by a thread that sleeps more finely a little before, and does not sleep again.
 */
final class Alarm {
    private static final long NONE = Long.MAX_VALUE;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** By how much a sleeping thread and then a sleeping loop wake late at most, as a rule. */
    private static final long AWAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final RelayLoop loop;
    private final FineTimer timer;
    private final Runnable work;
    private @Nullable Future<?> sleep;
    private long dueNanos = NONE;

    Alarm(RelayLoop loop, FineTimer timer, Runnable work) {
        this.loop = loop;
        this.timer = timer;
        this.work = work;
    }

    /** Takes the place of what was set before. */
    void set(long instantNanos) {
        if (instantNanos != dueNanos) {
            clear();
            dueNanos = instantNanos;
            approach(instantNanos);
        }
    }

    /** The same, so many milliseconds from now. */
    void setIn(long millis) {
        set(Nanos.now() + Nanos.of(millis, NANOS_PER_MILLI));
    }

    void clear() {
        dueNanos = NONE;
        Future<?> running = sleep;
        if (running != null) {
            running.cancel(false);
            sleep = null;
        }
    }

    private void approach(long instantNanos) {
        long wait = instantNanos - Nanos.now();
        if (instantNanos != dueNanos) {
            return;
        }
        if (wait > FineTimer.NEAR_NANOS) {
            sleep = after(wait - FineTimer.NEAR_NANOS, () -> approach(instantNanos));
        } else if (wait > AWAKE_NANOS) {
            timer.at(instantNanos - AWAKE_NANOS, loop.loop(), () -> approach(instantNanos));
        } else {
            // Even when it is due already: work that sets its alarm again must let others have their turn.
            loop.spin().until(instantNanos);
            sleep = after(Math.max(0, wait), () -> ring(instantNanos));
        }
    }

    private Future<?> after(long nanos, Runnable next) {
        return loop.loop().schedule(next, nanos, TimeUnit.NANOSECONDS);
    }

    private void ring(long instantNanos) {
        if (instantNanos == dueNanos) {
            clear();
            work.run();
        }
    }
}
