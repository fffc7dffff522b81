package dev.aftershock.processes;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits in small steps, keeping interrupts for later: what was begun with signals must be ended before returning. */
final class Patience implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(5);

    private boolean interrupted = Thread.interrupted();

    /** Waits for one step of five milliseconds; shorter when interrupted meanwhile. */
    void step() {
        LockSupport.parkNanos(STEP.toNanos());
        interrupted |= Thread.interrupted();
    }

    /** Hands the interrupts on to whoever comes next. */
    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
