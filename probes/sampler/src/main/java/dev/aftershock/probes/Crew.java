package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that carry out a sampler's attempts, as many at once as may be under way. Thread-safe. */
final class Crew {

    /** Attempts return soon after their deadline, not at it; this many may overstay without costing a slot. */
    private static final int SLACK = 16;

    private static final int SMALL_STACK_BYTES = 256 * 1024;
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BlockingProbe probe;
    private final long every;
    private final long deadline;
    private final MonotonicClock clock;
    private final SampleLog log;
    private final int most;
    private final Semaphore room;
    private final Map<Integer, Open> open = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    Crew(String name, BlockingProbe probe, Pace pace, MonotonicClock clock, SampleLog log) {
        this.probe = probe;
        this.every = pace.every().toNanos();
        this.deadline = pace.deadline().toNanos();
        this.clock = clock;
        this.log = log;
        this.most = (int) Math.min(probe.concurrency(), (deadline + every - 1) / every + SLACK);
        this.room = new Semaphore(most);
        AtomicInteger made = new AtomicInteger();
        // The newest idle thread is taken first (its caches are warm), and nothing ever queues. A thread that has just
        // left its attempt is not idle yet, hence twice the number.
        this.threads = new ThreadPoolExecutor(
                0,
                2 * most,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> thread(task, "aftershock-probe-" + name + "-" + made.incrementAndGet()));
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, SMALL_STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Makes the attempt of a slot at once, or records why it cannot be made; never waits. */
    void send(int slot, long due) {
        if (!room.tryAcquire()) {
            notSent(slot, due, most + " attempts are under way, the most allowed");
            return;
        }
        open.put(slot, new Open(due, due, false));
        try {
            threads.execute(() -> attempt(slot, due));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Java says "out of memory" when the system has no thread left to give.
            open.remove(slot);
            room.release();
            notSent(slot, due, "no thread for the attempt: " + oneLine(e));
        }
    }

    private void attempt(int slot, long due) {
        long sent = clock.nanos();
        try {
            if (sent - due > every) {
                notSent(slot, due, "the observer was too busy to send in time");
                return;
            }
            open.put(slot, new Open(due, sent, true));
            Answer answer = ask(new Attempt(slot, due, due + deadline, slot % probe.groups()));
            long done = clock.nanos();
            if (answer.outcome() == Outcome.NOT_SENT) {
                notSent(slot, due, answer.detail());
            } else {
                log.put(slot, new Sample(due, sent, done, answer.outcome(), answer.detail()));
            }
        } finally {
            open.remove(slot);
            room.release();
        }
    }

    private Answer ask(Attempt attempt) {
        try {
            return probe.attempt(attempt);
        } catch (InterruptedException e) {
            // Only finish() interrupts, after it has recorded the slot; this word comes too late to count.
            Thread.currentThread().interrupt();
            return Answer.timedOut("the run ended");
        } catch (Exception e) {
            return Answer.failed(oneLine(e));
        } catch (Error e) {
            return Answer.notSent("the probe itself failed: " + oneLine(e));
        }
    }

    private void notSent(int slot, long due, String why) {
        log.put(slot, new Sample(due, due, due, Outcome.NOT_SENT, why));
    }

    /** Waits for open attempts up to their deadlines and a second, then writes off the rest. */
    void finish() {
        try {
            // All permits back means that no attempt is open.
            if (room.tryAcquire(most, deadline + GRACE_NANOS, TimeUnit.NANOSECONDS)) {
                room.release(most);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(this::writeOff);
        threads.shutdownNow();
    }

    private void writeOff(int slot, Open attempt) {
        long now = clock.nanos();
        if (attempt.sending() && now >= attempt.due() + deadline) {
            String why = "no answer by the end of the run";
            log.put(slot, new Sample(attempt.due(), attempt.sent(), now, Outcome.TIMEOUT, why));
        } else {
            // Nobody waited long enough to say that the system was silent.
            notSent(slot, attempt.due(), "the run ended before the deadline");
        }
    }

    /** An error's class and message in one line. */
    static String oneLine(Throwable error) {
        String message = error.getMessage() == null ? "" : ": " + error.getMessage();
        String line = (error.getClass().getSimpleName() + message).replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), 300));
    }

    private record Open(long due, long sent, boolean sending) {}
}
