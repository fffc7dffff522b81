package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Percent;
import dev.aftershock.probes.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a method, each on its own. */
class MethodTest {

    private static final Duration HOLD = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private Bench bench;
    private Watch watch;

    @BeforeEach
    void build() {
        bench = new Bench(folder);
        watch = new Watch(bench.clock, false);
    }

    @AfterEach
    void end() {
        watch.stop();
        watch.close();
        bench.close();
    }

    @Test
    void aFaultActsUntilTheStepThatHealsIt() {
        Method method = method();

        method.play(List.of(StagedFaults.step("1-break", "a"), StagedFaults.step("2-break", "b")));
        assertThat(bench.faults.acting).containsExactlyInAnyOrder("a", "b");
        assertThat(method.effective()).isTrue();

        method.play(List.of(new Step.Heal("3-heal", "1-break")));
        assertThat(bench.faults.acting).containsExactly("b");
    }

    @Test
    void aFaultThatLastsIsHealedWhenItsTimeIsUp() {
        long before = bench.millis();
        long[] healed = new long[1];
        bench.faults.duringHeal = target -> healed[0] = bench.millis();

        method().play(List.of(lasting("1-break", 700, "a"), StagedFaults.step("2-break", "b")));

        assertThat(healed[0] - before).isEqualTo(700);
        assertThat(bench.faults.calls).containsExactly("inject a", "heal a", "look a", "inject b");
    }

    @Test
    void aFaultWithoutEffectIsHealedAtOnceAndEndsTheMethod() {
        bench.faults.idle.add("a");
        Method method = method();

        method.play(List.of(lasting("1-break", 60_000, "a"), StagedFaults.step("2-break", "b")));

        assertThat(method.effective()).isFalse();
        assertThat(bench.faults.calls).containsExactly("inject a", "heal a", "look a");
        assertThat(bench.millis()).isLessThan(10_000);
    }

    @Test
    void faultsThatActTogetherAreHealedInReverseAfterTheLongestOfTheirTimes() {
        long before = bench.millis();

        method().play(List.of(new Step.Together(
                "1-together",
                List.of(lasting("1-1", 100, "a"), StagedFaults.step("1-2", "b"), lasting("1-3", 300, "c")))));

        assertThat(bench.millis() - before).isEqualTo(300);
        assertThat(bench.faults.calls)
                .containsExactly("inject a", "inject b", "inject c", "heal c", "look c", "heal a", "look a");
        assertThat(bench.told())
                .as("the calls come one right after the other")
                .startsWith(
                        "FAULT_ISSUED 1-1",
                        "FAULT_RETURNED 1-1",
                        "FAULT_ISSUED 1-2",
                        "FAULT_RETURNED 1-2",
                        "FAULT_ISSUED 1-3");
        assertThat(bench.faults.acting).containsExactly("b");
    }

    @Test
    void aStopEndsTheMethod() {
        bench.faults.duringInject = target -> bench.stop.stop("enough");

        method().play(List.of(StagedFaults.step("1-break", "a"), StagedFaults.step("2-break", "b")));

        assertThat(bench.faults.calls).containsExactly("inject a");
    }

    @Test
    void aFaultThatCannotBePreparedHasNoEffect() {
        Method method = method();

        method.play(List.of(StagedFaults.step("1-break", "unknown"), StagedFaults.step("2-break", "b")));

        assertThat(method.effective()).isFalse();
        assertThat(method.onset()).isEmpty();
        assertThat(bench.told()).containsExactly("FAULT_NO_EFFECT 1-break");
        assertThat(bench.event(Type.FAULT_NO_EFFECT).fact("reason"))
                .isEqualTo("the fault could not be prepared: IllegalStateException: run/1-break: no such target");
        assertThat(bench.stop.reason()).isEmpty();
    }

    @Test
    void anInterruptWhileAFaultIsPreparedStopsTheRun() {
        Method method = method();
        method.play(List.of(StagedFaults.step("1-break", "interrupted")));
        assertThat(bench.stop.reason()).contains("interrupted");
        assertThat(method.effective()).isFalse();
    }

    @Test
    void theOnsetIsThatOfTheFirstFault() {
        Method method = method();
        assertThat(method.onset()).isEmpty();
        long before = bench.now.get();

        method.play(List.of(lasting("1-break", 100, "a"), StagedFaults.step("2-break", "b")));

        assertThat(method.onset().orElseThrow().earliest()).isEqualTo(before);
    }

    @Test
    void anIncidentIsDeclared() {
        method().play(List.of(new Step.Declare("1-declare", "the pager went off")));
        assertThat(bench.told()).containsExactly("DECLARED 1-declare");
        assertThat(bench.event(Type.DECLARED).facts()).isEqualTo(Map.of("text", "the pager went off"));
    }

    @Test
    void aProbeThatDoesNotRecoverInTimeIsNotedAndTheMethodGoesOn() {
        watchToys(bench.clock, "asking", "reading");
        long before = bench.millis();

        method().play(List.of(
                StagedFaults.step("1-break", "a"),
                new Step.WaitUntil("2-wait", "reading", Duration.ofSeconds(3)),
                new Step.Declare("3-declare", "late")));

        assertThat(bench.millis() - before).isBetween(3_000L, 3_020L);
        assertThat(bench.event(Type.NOTE).subject()).isEqualTo("2-wait");
        assertThat(bench.event(Type.NOTE).fact("text")).isEqualTo("'reading' had not recovered within 3000 ms");
        assertThat(bench.told()).endsWith("NOTE 2-wait", "DECLARED 3-declare");
    }

    @Test
    void aProbeThatIsSteadyIsNotWaitedForBeforeAnythingIsBroken() {
        // Probes are sampled in real time.
        MonotonicClock clock = MonotonicClock.startingNow();
        watch.close();
        watch = new Watch(clock, false);
        watchToys(clock, "reading", "asking");
        // The other one is never steady, and not waited for.
        watch.watched().get(1).sampler().start();

        new Method(bench.injections, watch, bench.timeline, bench.healer, new StopSwitch(clock))
                .play(List.of(new Step.WaitUntil("1-wait", "asking", Duration.ofSeconds(10))));

        assertThat(watch.watched().get(1).steady()).isTrue();
        assertThat(bench.told()).isEmpty();
    }

    private Method method() {
        return new Method(bench.injections, watch, bench.timeline, bench.healer, bench.stop);
    }

    private static Step.Inject lasting(String name, long millis, String target) {
        Step.Inject step = StagedFaults.step(name, target);
        return new Step.Inject(step.name(), step.fault(), Optional.of(Duration.ofMillis(millis)));
    }

    private void watchToys(MonotonicClock clock, String... names) {
        bench.systems.targets().add(bench.toy.targets(), List.of());
        Experiment base = bench.toy.experiment(Behaviour.REAL, Duration.ofSeconds(1), Optional.empty());
        Experiment experiment = new Experiment(
                base.title(),
                base.hypothesis(),
                base.objectives(),
                base.targets(),
                List.of(names).stream().map(MethodTest::probe).toList(),
                new SteadyStateSpec(Duration.ofMillis(50), new Percent(5), HOLD),
                base.method(),
                base.safeguards());
        watch.create(
                experiment,
                bench.registry,
                new RunContext("run", clock, 1, folder.resolve("run")),
                bench.systems.targets());
    }

    private static ProbeSpec probe(String name) {
        return new ProbeSpec(
                name,
                new PartSpec("toy-watch", new ToySystem.Watch("toy")),
                new Pace(Duration.ofMillis(2), Duration.ofMillis(200)));
    }
}
