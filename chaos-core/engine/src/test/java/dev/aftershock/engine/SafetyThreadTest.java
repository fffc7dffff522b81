package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.MonotonicClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a run, and heals when the run's own thread does not; here it never does. */
class SafetyThreadTest {

    /** So many that the run's own thread is given no head start. */
    private static final String[] MANY =
            IntStream.rangeClosed(0, Crew.MOST).mapToObj(i -> "t" + i).toArray(String[]::new);

    @TempDir
    Path folder;

    private Bench bench;
    private Set<Thread> before = Set.of();

    @BeforeEach
    void build() {
        before = threads();
        bench = new Bench(folder);
    }

    @AfterEach
    void end() {
        // What they still write must not come after the folder is gone.
        Bench.soon().until(() -> before.containsAll(threads()));
        bench.close();
    }

    @Test
    void aReasonToEndStopsTheRun() {
        try (Safety safety = safety()) {
            assertThat(bench.stop.reason()).isEmpty();
            bench.context.shared().end("the lease lapsed");
            Bench.soon().until(() -> bench.stop.reason().isPresent());
            assertThat(bench.stop.reason()).contains("the lease lapsed");
            assertThat(safety).isNotNull();
        }
    }

    @Test
    void theMethodMayLastNoLongerThanItsLimit() {
        try (Safety safety = safety()) {
            safety.limit(Duration.ofMillis(1));
            bench.pass(Duration.ofMillis(2));
            Bench.soon().until(() -> bench.stop.reason().isPresent());
            assertThat(bench.stop.reason()).contains("the safeguard stop-after passed");
        }
    }

    @Test
    void theRunsOwnThreadIsGivenAHeadStartUnlessTooManyFaultsAct() throws Exception {
        MonotonicClock real = MonotonicClock.startingNow();
        AtomicLong healed = new AtomicLong(Long.MAX_VALUE);
        bench.faults.duringHeal = target -> healed.accumulateAndGet(real.nanos(), Math::min);
        String[] most = Arrays.copyOf(MANY, Crew.MOST);
        bench.inject(StagedFaults.step("1-break", most));
        bench.stop.stop("enough");
        long stopped = real.nanos();
        try (Safety safety = safety()) {
            Bench.soon()
                    .until(() -> bench.events(TimelineEvent.Type.HEAL_VERIFIED).size() == most.length);
            assertThat(safety).isNotNull();
        }
        assertThat(Duration.ofNanos(healed.get() - stopped)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(most).as("each is called once").allMatch(target -> calls("heal " + target) == 1);
    }

    @Test
    void manyFaultsAreAllEndedAtOnceBeforeTheFirstIsVerified() throws Exception {
        bench.inject(StagedFaults.step("1-break", MANY));
        bench.faults.calls.clear();
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger tooEarly = new AtomicInteger();
        bench.faults.duringLook = target -> looked.countDown();
        bench.faults.duringHeal = target -> {
            if (target.equals("t0") && calls("heal t0") == 1) {
                tooEarly.addAndGet(Bench.comes(looked, 50) ? 1 : 0);
            }
        };
        bench.stop.stop("enough");
        try (Safety safety = safety()) {
            Bench.soon()
                    .until(() -> bench.events(TimelineEvent.Type.HEAL_VERIFIED).size() == MANY.length);
            assertThat(safety).isNotNull();
        }
        assertThat(tooEarly).as("one call took longer than all the others").hasValue(0);
        assertThat(bench.faults.calls.subList(0, MANY.length)).allMatch(call -> call.startsWith("heal"));
        assertThat(bench.faults.acting).isEmpty();
        assertThat(bench.states()).hasSize(MANY.length).allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void nothingIsWrittenDownBeforeEverythingIsHealed() throws Exception {
        bench.inject(StagedFaults.step("1-break", MANY));
        CountDownLatch written = new CountDownLatch(1);
        AtomicInteger tooEarly = new AtomicInteger();
        bench.listener = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                written.countDown();
            }
        };
        bench.faults.duringLook = target -> {
            if (target.equals("t0")) {
                tooEarly.addAndGet(Bench.comes(written, 50) ? 1 : 0);
            }
        };
        bench.stop.stop("enough");
        try (Safety safety = safety()) {
            Bench.soon()
                    .until(() -> bench.events(TimelineEvent.Type.HEAL_VERIFIED).size() == MANY.length);
            assertThat(safety).isNotNull();
        }
        assertThat(tooEarly).as("healing one took longer than all the others").hasValue(0);
    }

    @Test
    void whatAppearsAfterTheStopIsHealedToo() throws Exception {
        bench.inject(StagedFaults.step("1-break", MANY));
        // A call under way acts once more after it was healed.
        bench.faults.duringInject = target -> {
            bench.stop.stop("enough");
            Bench.soon().until(() -> bench.told().contains("HEAL_VERIFIED 2-break"));
        };
        try (Safety safety = safety()) {
            bench.inject(StagedFaults.step("2-break", "late"));
            Bench.soon().until(() -> bench.faults.acting.isEmpty());
            Bench.soon().until(() -> bench.injections.waiting() == 0);
            assertThat(safety).isNotNull();
        }
    }

    @Test
    void aRunThatEndedIsNeitherStoppedNorHealed() throws Exception {
        bench.inject(StagedFaults.step("1-break", "a"));
        Safety safety = safety();
        assertThat(before.containsAll(threads())).isFalse();

        safety.close();

        Bench.soon().until(() -> before.containsAll(threads()));
        assertThat(bench.stop.reason()).isEmpty();
        assertThat(bench.faults.acting).containsExactly("a");
    }

    private long calls(String call) {
        return bench.faults.calls.stream().filter(call::equals).count();
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
