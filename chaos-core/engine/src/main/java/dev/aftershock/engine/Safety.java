package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final long SUSPENDED = Duration.ofSeconds(2).toNanos();

    /** The run's own thread heals in order; only when that takes longer do others help it. */
    private static final long HEAD_START_MILLIS = 300;

    private static final int HEALERS = 16;

    private final Run.Around around;
    private final MonotonicClock clock;
    private final StopSwitch stop;
    private final HaltFile halt;
    private final Injections injections;
    private final Healer healer;
    private final long touchedBefore;
    private final Thread thread = new Thread(this::watch, "aftershock-safety");
    private volatile long stopAt = Long.MAX_VALUE;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long lastAsleep;

    /** Begins to watch. */
    Safety(Run.Around around, HaltFile halt, Injections injections, Healer healer) {
        this.around = around;
        this.clock = healer.clock();
        this.stop = around.stop();
        this.halt = halt;
        this.injections = injections;
        this.healer = healer;
        this.touchedBefore = halt.touched();
        this.lastAsleep = asleep();
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on the method may last this long. */
    void limit(Duration stopAfter) {
        if (stopAt == Long.MAX_VALUE) {
            stopAt = clock.nanos() + stopAfter.toNanos();
        }
    }

    private void watch() {
        try {
            while (closed.getCount() > 0 && !stop.awaitStop(PERIOD_MILLIS)) {
                reasonToStop().ifPresent(stop::stop);
            }
            boolean ended = closed.await(HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
            while (!ended) {
                healAtOnce();
                ended = closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> reasonToStop() {
        if (clock.nanos() > stopAt) {
            return Optional.of("the safeguard stop-after passed");
        }
        if (halt.touched() != touchedBefore) {
            return Optional.of("halted by " + halt.file());
        }
        return wasSuspended() ? Optional.of("the machine was suspended") : Optional.empty();
    }

    private boolean wasSuspended() {
        long now = asleep();
        long slept = now - lastAsleep;
        lastAsleep = now;
        return slept > SUSPENDED;
    }

    /**
     * How far the time since boot is ahead of the monotonic clock, which stands still while the machine sleeps. Where the
     * system does not tell, a wall clock set far ahead cannot be told from a suspended machine.
     */
    private long asleep() {
        Instant now = around.wall().instant();
        long time = BootClock.nanos().orElse(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
        return time - clock.nanos();
    }

    private void healAtOnce() throws InterruptedException {
        Queue<Injections.Untold> untold = new ConcurrentLinkedQueue<>();
        List<Thread> helpers = new ArrayList<>();
        for (int i = 0; i < Math.min(HEALERS, injections.waiting()); i++) {
            Thread helper = new Thread(() -> heal(untold), "aftershock-safety-" + i);
            helper.setDaemon(true);
            helper.start();
            helpers.add(helper);
        }
        for (Thread helper : helpers) {
            helper.join(healer.bound().toMillis());
        }
        // Only now: what writes it down may be what is stuck.
        for (Injections.Untold each = untold.poll(); each != null; each = untold.poll()) {
            injections.tell(each);
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
