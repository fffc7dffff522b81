package dev.aftershock.proxy;

import io.netty.channel.EventLoop;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs work on loops at an instant, late by about a tenth of a millisecond, where the loops' own timers are as coarse as
 * the selector's whole milliseconds. One thread of its own, which sleeps until something is due; asking never waits. For the
 * last {@link #NEAR_NANOS} before an instant only, so that little is ever pending.
 */
final class FineTimer implements AutoCloseable {
    /** How far ahead may be asked for. */
    static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Queue<Call> asked = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Call> waiting = new PriorityQueue<>(Comparator.comparingLong(Call::dueNanos));
    private final Thread thread = new Thread(this::run, "aftershock-proxy-timer");
    private volatile long wakesAtNanos = Long.MIN_VALUE;
    private volatile boolean closed;

    FineTimer() {
        thread.setDaemon(true);
        thread.start();
    }

    private record Call(EventLoop loop, Runnable work, long dueNanos) {}

    /** Runs {@code work} on {@code loop} at an instant on the clock of {@link Nanos}. */
    void at(long dueNanos, EventLoop loop, Runnable work) {
        asked.add(new Call(loop, work, dueNanos));
        if (dueNanos < wakesAtNanos) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            // Said before looking: who asks afterwards sees it and wakes this thread.
            wakesAtNanos = Long.MAX_VALUE;
            for (Call call = asked.poll(); call != null; call = asked.poll()) {
                waiting.add(call);
            }
            long now = Nanos.now();
            while (!waiting.isEmpty() && waiting.element().dueNanos() <= now) {
                start(waiting.remove());
            }
            long wait = waiting.isEmpty() ? IDLE_NANOS : waiting.element().dueNanos() - Nanos.now();
            if (wait > 0 && asked.isEmpty()) {
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    private static void start(Call call) {
        try {
            call.loop().execute(call.work());
        } catch (RejectedExecutionException closing) {
            // What the loop carried ends with it.
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
