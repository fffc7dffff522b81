package dev.aftershock.guard;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in small steps, keeping interrupts for later: what was begun with signals must be ended before returning. */
final class Waiting {

    /** Two seconds. */
    static final int MOST_STEPS = 400;

    private static final long STEP_NANOS = 5_000_000;

    private Waiting() {}

    /** Whether it holds within two seconds. */
    static boolean until(BooleanSupplier holds) {
        boolean interrupted = Thread.interrupted();
        boolean held = holds.getAsBoolean();
        for (int step = 0; step < MOST_STEPS && !held; step++) {
            LockSupport.parkNanos(STEP_NANOS);
            interrupted |= Thread.interrupted();
            held = holds.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return held;
    }
}
