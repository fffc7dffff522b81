package dev.aftershock.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the process alive, when a signal asks it to end, until its experiment has healed; close it when the result is
 * no longer of interest.
 */
public final class HealOnExit implements AutoCloseable {

    private static final long LONGEST_SECONDS = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private HealOnExit(Consumer<String> stop) {
        this.hook = new Thread(() -> healThenLetGo(stop), "aftershock-heal-on-exit");
    }

    /**
     * Guards whatever can be stopped for a reason, such as {@link Engine#stop}, until {@link #close()}.
     *
     * @param stop asks it to end; returns at once
     */
    public static HealOnExit of(Consumer<String> stop) {
        HealOnExit guard = new HealOnExit(stop);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    private void healThenLetGo(Consumer<String> stop) {
        stop.accept("a signal asked to end");
        try {
            done.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The process is ending and the hook, which waited for us, ends now.
        }
    }
}
