package dev.aftershock.lab;

import java.util.function.Supplier;

/** Lets bounded clean-up finish in a thread that was told to stop. */
public final class Uninterrupted {

    private Uninterrupted() {}

    /** Runs with the thread's interruption set aside, and restores it afterwards. */
    public static <T> T call(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
