package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a run, and heals when the run's own thread does not; here it never does. */
class SafetyThreadTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** So many that the run's own thread is given no head start. */
    private static final String[] MANY =
            IntStream.rangeClosed(0, Crew.MOST).mapToObj(i -> "t" + i).toArray(String[]::new);

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void build() {
        bench = new Bench(folder);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void aReasonToEndStopsTheRun() {
        try (Safety safety = safety()) {
            assertThat(bench.stop.reason()).isEmpty();
            bench.context.shared().end("the lease lapsed");
            await().atMost(SOON).until(() -> bench.stop.reason().isPresent());
            assertThat(bench.stop.reason()).contains("the lease lapsed");
            assertThat(safety).isNotNull();
        }
    }

    @Test
    void theMethodMayLastNoLongerThanItsLimit() {
        try (Safety safety = safety()) {
            safety.limit(Duration.ofMillis(1));
            bench.pass(Duration.ofMillis(2));
            await().atMost(SOON).until(() -> bench.stop.reason().isPresent());
            assertThat(bench.stop.reason()).contains("the safeguard stop-after passed");
        }
    }

    @Test
    void theRunsOwnThreadIsGivenAHeadStart() throws Exception {
        MonotonicClock real = MonotonicClock.startingNow();
        long[] healed = new long[1];
        bench.faults.duringHeal = target -> healed[0] = real.nanos();
        bench.inject(StagedFaults.step("1-break", "a"));
        long stopped = real.nanos();
        bench.stop.stop("enough");
        try (Safety safety = safety()) {
            await().atMost(SOON).until(() -> bench.told().contains("HEAL_VERIFIED 1-break"));
            assertThat(safety).isNotNull();
        }
        assertThat(Duration.ofNanos(healed[0] - stopped)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(bench.faults.calls).containsExactly("inject a", "heal a", "look a");
        assertThat(bench.states()).containsExactly("run 1-break a VERIFIED");
    }

    @Test
    void manyFaultsAreAllEndedAtOnceBeforeTheFirstIsVerified() throws Exception {
        bench.inject(StagedFaults.step("1-break", MANY));
        bench.faults.calls.clear();
        bench.stop.stop("enough");
        try (Safety safety = safety()) {
            await().atMost(SOON)
                    .until(() -> bench.events(TimelineEvent.Type.HEAL_VERIFIED).size() == MANY.length);
            assertThat(safety).isNotNull();
        }
        assertThat(bench.faults.calls.subList(0, MANY.length)).allMatch(call -> call.startsWith("heal"));
        assertThat(bench.faults.acting).isEmpty();
        assertThat(bench.states()).hasSize(MANY.length).allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void nothingIsWrittenDownBeforeEverythingIsHealed() throws Exception {
        bench.inject(StagedFaults.step("1-break", MANY));
        Set<String> actedWhenTold = ConcurrentHashMap.newKeySet();
        bench.listener = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                actedWhenTold.addAll(bench.faults.acting);
            }
        };
        bench.stop.stop("enough");
        try (Safety safety = safety()) {
            await().atMost(SOON)
                    .until(() -> bench.events(TimelineEvent.Type.HEAL_VERIFIED).size() == MANY.length);
            assertThat(safety).isNotNull();
        }
        assertThat(actedWhenTold).isEmpty();
    }

    @Test
    void whatAppearsAfterTheStopIsHealedToo() throws Exception {
        bench.inject(StagedFaults.step("1-break", MANY));
        // A call under way acts once more after it was healed.
        bench.faults.duringInject = target -> {
            bench.stop.stop("enough");
            await().atMost(SOON).until(() -> bench.told().contains("HEAL_VERIFIED 2-break"));
        };
        try (Safety safety = safety()) {
            bench.inject(StagedFaults.step("2-break", "late"));
            await().atMost(SOON).until(() -> bench.faults.acting.isEmpty());
            await().atMost(SOON).until(() -> bench.injections.waiting() == 0);
            assertThat(safety).isNotNull();
        }
    }

    @Test
    void aRunThatEndedIsNeitherStoppedNorHealed() throws Exception {
        bench.inject(StagedFaults.step("1-break", "a"));
        Set<Thread> before = threads();
        Safety safety = safety();
        Set<Thread> own = threads();
        own.removeAll(before);
        safety.close();

        await().atMost(SOON).until(() -> own.stream().noneMatch(Thread::isAlive));
        assertThat(own).hasSize(1);
        assertThat(bench.stop.reason()).isEmpty();
        assertThat(bench.faults.acting).containsExactly("a");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("aftershock-safety"))
                .collect(java.util.stream.Collectors.toSet());
    }

    private Safety safety() {
        StopReasons reasons = new StopReasons(
                bench.clock,
                bench.clock::nanos,
                HaltFile.of(bench.state),
                bench.context.shared(),
                new AbortConditions(AbortIf.DEFAULT, new Watch(bench.clock, false)));
        return new Safety(bench.stop, reasons, bench.injections, bench.healer);
    }
}
