package dev.aftershock.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the process alive, when a signal asks it to end, until its experiment has healed; close it when the result is
 * no longer of interest.
 */
public final class HealOnExit implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Duration longest;
    private final Thread hook;

    private HealOnExit(Consumer<String> stop, Duration longest) {
        this.longest = longest;
        this.hook = new Thread(() -> healThenLetGo(stop), "aftershock-heal-on-exit");
    }

    /** The same, for at most a minute. */
    public static HealOnExit of(Consumer<String> stop) {
        return of(stop, LONGEST);
    }

    /**
     * Guards whatever can be stopped for a reason, such as {@link Engine#stop}, until {@link #close()}.
     *
     * @param stop asks it to end; returns at once
     * @param longest how long healing may take, such as {@link Plan#longestHealing()}
     */
    public static HealOnExit of(Consumer<String> stop, Duration longest) {
        HealOnExit guard = new HealOnExit(stop, longest);
        Runtime.getRuntime().addShutdownHook(guard.hook);
        return guard;
    }

    private void healThenLetGo(Consumer<String> stop) {
        stop.accept("a signal asked to end");
        try {
            done.await(longest.toNanos(), TimeUnit.NANOSECONDS);
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
