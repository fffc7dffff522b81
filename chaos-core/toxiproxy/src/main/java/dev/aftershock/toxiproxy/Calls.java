package dev.aftershock.toxiproxy;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes calls that have no timeout of their own under a deadline, on at most 32 threads that end when idle.
 *
 * <p>An interrupt does not end the wait: a request would go on without us and could act after it was undone. It is kept
 * for whoever comes next. Thread-safe.
 */
final class Calls {

    /** How long one call may take. */
    static final Duration BOUND = Duration.ofSeconds(3);

    private static final int MOST_AT_ONCE = 32;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Calls::thread);

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "aftershock-toxiproxy-call");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes one call.
     *
     * @param what the call in words, for the message of a failure
     * @throws IOException when it failed, or gave no answer in time and may or may not have acted
     */
    <T> T make(String what, Callable<T> call) throws IOException {
        Future<T> answer = submit(what, call);
        long deadline = clock.nanos() + BOUND.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return answer.get(deadline - clock.nanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw late(what, e);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> Future<T> submit(String what, Callable<T> call) throws IOException {
        try {
            return threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw new IOException(what + ": not tried, because " + MOST_AT_ONCE + " earlier calls still hang", e);
        }
    }

    private static IOException late(String what, Exception cause) {
        return new IOException(what + ": no answer within " + BOUND.toSeconds() + " s; it may have acted", cause);
    }

    private static IOException failure(String what, Throwable cause) {
        // A client that counts as well may be the first to see that the time is over.
        if (cause instanceof HttpTimeoutException tooLate) {
            return late(what, tooLate);
        }
        // The client fails in many ways over answers that it does not expect, such as one that is no JSON.
        String reason = cause instanceof IOException ? "" : "an answer that the client cannot read: ";
        return new IOException(what + ": " + reason + cause, cause);
    }
}
