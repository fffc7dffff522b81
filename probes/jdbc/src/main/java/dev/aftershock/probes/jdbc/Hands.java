package dev.aftershock.probes.jdbc;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads behind the attempts: one that watches deadlines, a few that cancel and abort. Thread-safe. */
final class Hands {

    private static final int MOST_WAITING_ABORTS = 1024;
    private static final long FAREWELL_MILLIS = 500;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor cancelling;
    private final ThreadPoolExecutor aborting;

    Hands(String name) {
        timer = new ScheduledThreadPoolExecutor(
                1, task -> daemon(task, name + "-deadlines"), new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        // A cancel that finds no free thread is left out: the server that hangs four of them would hang the fifth.
        cancelling = pool(0, 4, name + "-cancel", 0);
        aborting = pool(2, 2, name + "-abort", MOST_WAITING_ABORTS);
        aborting.allowCoreThreadTimeOut(true);
    }

    private static ThreadPoolExecutor pool(int least, int most, String name, int waiting) {
        return new ThreadPoolExecutor(
                least,
                most,
                5,
                TimeUnit.SECONDS,
                waiting == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(waiting),
                task -> daemon(task, name),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs a short task later, unless it is cancelled or everything is closed before. */
    Future<?> after(long nanos, Runnable task) {
        return timer.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void cancel(Runnable task) {
        cancelling.execute(task);
    }

    Executor aborting() {
        return aborting;
    }

    /** Ends all threads; waits for open aborts, at most half a second. */
    void close() {
        timer.shutdownNow();
        cancelling.shutdownNow();
        aborting.shutdown();
        try {
            if (!aborting.awaitTermination(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                aborting.shutdownNow();
            }
        } catch (InterruptedException e) {
            aborting.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
