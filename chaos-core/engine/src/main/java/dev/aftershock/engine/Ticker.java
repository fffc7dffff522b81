package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ten times a second, on its own thread: shows progress and compares the two clocks. */
final class Ticker implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;
    private static final long CLOCK_STEP = Duration.ofMillis(5).toNanos();

    private final MonotonicClock clock;
    private final InstantSource wall;
    private final Timeline timeline;
    private final Watch watch;
    private final RunListener listener;
    private final ScheduledExecutorService executor;
    private long lastOffset;

    Ticker(MonotonicClock clock, Timeline timeline, Watch watch, Run.Around around) {
        this.clock = clock;
        this.wall = around.wall();
        this.timeline = timeline;
        this.watch = watch;
        this.listener = around.listener();
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

    private void tick() {
        try {
            compareClocks();
            for (Watch.Watched each : watch.watched()) {
                listener.progress(new RunListener.Progress(
                        timeline.currentPhase(),
                        clock.nanos(),
                        each.header().name(),
                        each.sampler().last().map(this::masked),
                        each.downSince()));
            }
        } catch (RuntimeException e) {
            // A display that failed once may work again.
            System.getLogger(Ticker.class.getName()).log(System.Logger.Level.DEBUG, "tick failed", e);
        }
    }

    private Sample masked(Sample sample) {
        return sample.withDetail(timeline.mask().of(sample.detail()));
    }

    private void compareClocks() {
        long offset = offset();
        long step = offset - lastOffset;
        lastOffset = offset;
        if (Math.abs(step) > CLOCK_STEP) {
            timeline.record(TimelineEvent.Type.CLOCK_STEP, "wall clock", Map.of("step-ns", Long.toString(step)));
        }
    }

    private long offset() {
        Instant now = wall.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - clock.nanos();
    }

    /** Ends it and waits for a tick under way, which takes microseconds. */
    void end() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
    }
}
