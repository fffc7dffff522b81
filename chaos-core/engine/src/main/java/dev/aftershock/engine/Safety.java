package dev.aftershock.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run when it must end, and then heals what the run's own thread has not: on threads of its own, which wait for
 * nothing that a probe, a fault or a terminal could hold up.
 */
final class Safety implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;

    /** The run's own thread heals in order; only when that takes longer, or would, do others help it. */
    private static final long HEAD_START_MILLIS = 300;

    private final StopSwitch stop;
    private final StopReasons reasons;
    private final Injections injections;
    private final Healer healer;
    private final Thread thread = new Thread(this::watch, "aftershock-safety");
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Begins to watch. */
    Safety(StopSwitch stop, StopReasons reasons, Injections injections, Healer healer) {
        this.stop = stop;
        this.reasons = reasons;
        this.injections = injections;
        this.healer = healer;
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on the method may last this long, and the abort conditions count. */
    void limit(Duration stopAfter) {
        reasons.limit(stopAfter);
    }

    private void watch() {
        try {
            while (closed.getCount() > 0 && !stop.awaitStop(PERIOD_MILLIS)) {
                reasons.find().ifPresent(stop::stop);
            }
            boolean ended = closed.await(headStartMillis(), TimeUnit.MILLISECONDS);
            while (!ended) {
                healAtOnce();
                ended = closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private long headStartMillis() {
        return injections.waiting() > Crew.MOST ? 0 : HEAD_START_MILLIS;
    }

    private void healAtOnce() throws InterruptedException {
        if (injections.waiting() > Crew.MOST) {
            join(Crew.startOn(injections.calls(healer), "aftershock-safety-call", Runnable::run));
        }
        Queue<Injections.Untold> untold = new ConcurrentLinkedQueue<>();
        join(Crew.start("aftershock-safety", injections.waiting(), () -> heal(untold)));
        // Only now: what writes it down may be what is stuck.
        for (Injections.Untold each = untold.poll(); each != null; each = untold.poll()) {
            injections.tell(each);
        }
    }

    private void join(List<Thread> crew) throws InterruptedException {
        for (Thread thread : crew) {
            thread.join(healer.bound().toMillis());
        }
    }

    private void heal(Queue<Injections.Untold> untold) {
        Optional<Injections.Untold> next = injections.healNextAtOnce(healer);
        while (next.isPresent()) {
            untold.add(next.get());
            next = injections.healNextAtOnce(healer);
        }
    }

    /** Lets its thread end; what it heals now it heals to the end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
