package dev.aftershock.engine;

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
 * Makes calls to servers under a deadline, on at most 32 threads that end when idle; for drivers of faults.
 *
 * <p>An interrupt does not end the wait: a request would go on without us and could act after it was undone. It is kept
 * for whoever comes next. Thread-safe.
 */
public final class Calls {

    /** How long one call may take, unless another bound is given. */
    public static final Duration BOUND = Duration.ofSeconds(3);

    private static final int MOST_AT_ONCE = 32;

    private final Duration bound;
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Calls::thread);

    /** Under the usual bound. */
    public Calls() {
        this(BOUND);
    }

    /** Under another bound. */
    public Calls(Duration bound) {
        this.bound = bound;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "aftershock-call");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes one call.
     *
     * @param what the call in words, for the message of a failure
     * @throws IOException when it failed, or gave no answer in time and may or may not have acted
     */
    public <T> T make(String what, Callable<T> call) throws IOException {
        Future<T> answer = submit(what, call);
        long deadline = clock.nanos() + bound.toNanos();
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

    private IOException late(String what, Exception cause) {
        return new IOException(what + ": no answer within " + bound.toSeconds() + " s; it may have acted", cause);
    }

    private IOException failure(String what, Throwable cause) {
        // A client that counts as well may be the first to see that the time is over.
        if (cause instanceof HttpTimeoutException tooLate) {
            return late(what, tooLate);
        }
        // The client fails in many ways over answers that it does not expect, such as one that is no JSON.
        String reason = cause instanceof IOException ? "" : "an answer that the client cannot read: ";
        return new IOException(what + ": " + reason + cause, cause);
    }
}
