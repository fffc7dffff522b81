package dev.aftershock.probes;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that carry out a blocking probe's attempts, as many at once as may be under way. Thread-safe. */
final class Crew extends Desk {

    private static final int MOST_FOR_A_BURST = 256;
    private static final int SMALL_STACK_BYTES = 256 * 1024;

    private final BlockingProbe probe;
    private final ThreadPoolExecutor threads;

    Crew(Task task, BlockingProbe probe) {
        super(task, probe, Math.min(probe.concurrency(), threads(task)));
        this.probe = probe;
        AtomicInteger made = new AtomicInteger();
        // The newest idle thread is taken first (its caches are warm), and nothing ever queues. A thread that has just
        // left its attempt is not idle yet, hence twice the number.
        this.threads = new ThreadPoolExecutor(
                0,
                2 * most,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> thread(work, "aftershock-probe-" + task.name() + "-" + made.incrementAndGet()));
    }

    /** As many as the usual spacing takes; for a burst more, up to a bound. */
    private static int threads(Task task) {
        int usual = task.inFlight(task.pace().every().toNanos());
        return Math.max(usual, Math.min(task.inFlight(task.finest()), MOST_FOR_A_BURST));
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, SMALL_STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    void hand(Attempt attempt) {
        try {
            threads.execute(() -> carryOut(attempt));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Java says "out of memory" when the system has no thread left to give.
            notSent(attempt.number(), "no thread for the attempt: " + oneLine(e));
            room.release();
        }
    }

    private void carryOut(Attempt attempt) {
        try {
            long sent = clock.nanos();
            if (sent - attempt.due() > every) {
                notSent(attempt.number(), "the observer was too busy to send in time");
                return;
            }
            log.sent(attempt.number(), sent);
            end(attempt, ask(attempt));
        } finally {
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

    @Override
    void finish() {
        super.finish();
        threads.shutdownNow();
    }
}
