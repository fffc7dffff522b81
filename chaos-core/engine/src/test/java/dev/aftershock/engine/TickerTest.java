package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.engine.ToySystem.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run shows of itself, and what it notices about the clocks. */
class TickerTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-11-24T12:00:00.999Z");

    private final AtomicLong wallNanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<RunListener.Progress> shown = new CopyOnWriteArrayList<>();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @TempDir
    Path folder;

    private Bench bench;
    private Watch watch;
    private volatile Runnable whileShown = () -> {};

    @BeforeEach
    void build() {
        bench = new Bench(folder);
        watch = new Watch(bench.clock, false);
    }

    @AfterEach
    void end() {
        letGo.countDown();
        watch.close();
        bench.close();
    }

    @Test
    void aWallClockThatIsSetIsToldOnce() {
        watchToy();
        try (Ticker ticker = ticker()) {
            wallNanos.addAndGet(Duration.ofSeconds(-2).toNanos());
            ticker.start();
            awaitTicks(2);
        }
        assertThat(bench.told()).containsExactly("CLOCK_STEP wall clock");
        assertThat(bench.event(Type.CLOCK_STEP).fact("step-ns")).isEqualTo("-2000000000");
    }

    @Test
    void clocksThatGoOnTogetherAreNoStep() {
        watchToy();
        try (Ticker ticker = ticker()) {
            bench.pass(Duration.ofSeconds(3));
            wallNanos.addAndGet(Duration.ofSeconds(3).toNanos());
            ticker.start();
            awaitTicks(1);
        }
        assertThat(bench.told()).isEmpty();
    }

    @Test
    void aStepCountsFromBeyondFiveMilliseconds() {
        watchToy();
        try (Ticker ticker = ticker()) {
            wallNanos.addAndGet(5_000_000);
            ticker.start();
            awaitTicks(1);
            assertThat(bench.told()).isEmpty();
            wallNanos.addAndGet(5_000_001);
            Bench.soon().until(() -> !bench.told().isEmpty());
        }
        assertThat(bench.event(Type.CLOCK_STEP).fact("step-ns")).isEqualTo("5000001");
    }

    @Test
    void howEachProbeStandsIsShownWithThePhase() {
        watchToy();
        bench.timeline.phase("method");
        try (Ticker ticker = ticker()) {
            ticker.start();
            Bench.soon().until(() -> !shown.isEmpty());
        }
        assertThat(shown.get(0))
                .isEqualTo(new RunListener.Progress(
                        "method", bench.now.get(), "asking", Optional.empty(), OptionalLong.empty()));
    }

    @Test
    void aDisplayThatFailsOnceIsToldAgainAndItsFailureIsLogged() {
        watchToy();
        RuntimeException failure = new IllegalStateException("the terminal is gone");
        whileShown = () -> {
            throw failure;
        };
        List<Throwable> logged = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger(Ticker.class.getName());
        Handler keeping = new Keeping(logged);
        log.setLevel(Level.FINE);
        log.addHandler(keeping);
        try (Ticker ticker = ticker()) {
            ticker.start();
            awaitTicks(2);
        } finally {
            log.removeHandler(keeping);
            log.setLevel(null);
        }
        assertThat(logged).contains(failure);
    }

    @Test
    void onceItEndedItShowsNothingMore() throws Exception {
        watchToy();
        AtomicInteger finished = new AtomicInteger();
        whileShown = () -> {
            Bench.soon().until(() -> letGo.getCount() == 0);
            finished.incrementAndGet();
        };
        Ticker ticker = ticker();
        ticker.start();
        Bench.soon().until(() -> !shown.isEmpty());
        Thread ending = new Thread(ticker::close);
        ending.start();
        Bench.soon().until(() -> ending.getState() == Thread.State.TIMED_WAITING);

        letGo.countDown();
        ending.join(SOON.toMillis());

        assertThat(finished).as("it waited for what was under way").hasValue(1);
        assertThat(shown).hasSize(1);
        int before = looks.get();
        ticker.end();
        Bench.soon().during(Duration.ofMillis(120)).until(() -> looks.get() == before);
    }

    @Test
    void anInterruptEndsTheWaitForATickUnderWayAndIsKept() {
        watchToy();
        CountDownLatch interrupted = new CountDownLatch(1);
        whileShown = () -> {
            try {
                letGo.await(SOON.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        };
        Ticker ticker = ticker();
        ticker.start();
        Bench.soon().until(() -> !shown.isEmpty());

        Thread.currentThread().interrupt();
        ticker.end();

        assertThat(Thread.interrupted()).isTrue();
        Bench.soon().until(() -> interrupted.getCount() == 0);
    }

    /** The clocks are compared before anything is shown. */
    private void awaitTicks(int ticks) {
        Bench.soon().until(() -> shown.size() >= ticks);
    }

    /** Keeps what was logged as thrown. */
    private static final class Keeping extends Handler {

        private final List<Throwable> thrown;

        Keeping(List<Throwable> thrown) {
            this.thrown = thrown;
        }

        @Override
        public void publish(LogRecord entry) {
            thrown.add(entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private void watchToy() {
        bench.systems.targets().add(bench.toy.targets(), List.of());
        watch.create(
                bench.toy.experiment(Behaviour.REAL, Duration.ofSeconds(1), Optional.empty()),
                bench.registry,
                bench.context,
                bench.systems.targets());
    }

    private Ticker ticker() {
        RunListener listener = new RunListener() {
            @Override
            public void progress(Progress progress) {
                shown.add(progress);
                whileShown.run();
            }
        };
        Run.Around around = new Run.Around(
                bench.registry,
                listener,
                bench.stop,
                () -> {
                    looks.incrementAndGet();
                    return START.plusNanos(wallNanos.get());
                },
                Duration.ZERO,
                ToySystem.INSTRUMENT);
        return new Ticker(bench.clock, bench.timeline, watch, around);
    }
}
