package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ten times a second, on its own thread: shows progress, enforces the time limit, and compares the two clocks. */
final class Ticker implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;
    private static final long CLOCK_STEP = Duration.ofMillis(5).toNanos();
    private static final long SUSPENDED = Duration.ofSeconds(2).toNanos();

    private final MonotonicClock clock;
    private final Timeline timeline;
    private final Watch watch;
    private final RunListener listener;
    private final StopSwitch stop;
    private final ScheduledExecutorService executor;
    private volatile long stopAt = Long.MAX_VALUE;
    private long lastOffset;

    Ticker(MonotonicClock clock, Timeline timeline, Watch watch, RunListener listener, StopSwitch stop) {
        this.clock = clock;
        this.timeline = timeline;
        this.watch = watch;
        this.listener = listener;
        this.stop = stop;
        this.lastOffset = offset();
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "aftershock-ticker");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        executor.scheduleAtFixedRate(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on the method may last this long. */
    void limit(Duration stopAfter) {
        if (stopAt == Long.MAX_VALUE) {
            stopAt = clock.nanos() + stopAfter.toNanos();
        }
    }

    private void tick() {
        try {
            if (clock.nanos() > stopAt) {
                stop.stop("the safeguard stop-after passed");
            }
            compareClocks();
            for (Watch.Watched each : watch.watched()) {
                listener.progress(new RunListener.Progress(
                        timeline.currentPhase(),
                        clock.nanos(),
                        each.header().name(),
                        each.sampler().last(),
                        each.downSince()));
            }
        } catch (RuntimeException e) {
            // A failing display must not end the ticker, which also enforces the time limit.
            System.getLogger(Ticker.class.getName()).log(System.Logger.Level.DEBUG, "tick failed", e);
        }
    }

    private void compareClocks() {
        long offset = offset();
        long step = offset - lastOffset;
        lastOffset = offset;
        if (Math.abs(step) > CLOCK_STEP) {
            timeline.record(TimelineEvent.Type.CLOCK_STEP, "wall clock", Map.of("step-ns", Long.toString(step)));
        }
        if (step > SUSPENDED) {
            stop.stop("the machine was suspended");
        }
    }

    private long offset() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - clock.nanos();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
