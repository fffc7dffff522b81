package dev.aftershock.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the process alive, when a signal asks it to end, until its experiment has healed; close it when the result is
 * no longer of interest.
 */
public final class HealOnExit implements AutoCloseable {

    private static final long LONGEST_SECONDS = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private HealOnExit(Engine engine) {
        this.hook = new Thread(() -> healThenLetGo(engine), "aftershock-heal-on-exit");
    }

    /** Guards whatever the engine runs until {@link #close()}. */
    public static HealOnExit of(Engine engine) {
        HealOnExit guard = new HealOnExit(engine);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    private void healThenLetGo(Engine engine) {
        engine.stop("a signal asked to end");
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
