package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.guard.Lease;
import dev.aftershock.guard.Remedy;
import dev.aftershock.guard.Resume;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a fault when the process that injected it is gone. */
class BoundsTest {

    private static final Remedy REMEDY = new Resume(List.of(), false);
    private static final Safeguards SAFEGUARDS = new Safeguards(Duration.ofSeconds(30), List.of());

    private final List<String> guard = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void aFaultIsHeldByTheGuardBeforeItActsAndLetGoOnceItIsHealed() throws Exception {
        try (Bench bench = bench(SAFEGUARDS)) {
            bench.faults.bound = new Bound.ByGuard(List.of(REMEDY));
            bench.faults.duringInject = target -> guard.add("inject " + target);

            bench.inject(StagedFaults.step("1-break", "a", "b"));
            bench.injections.healAll(bench.healer);
        }
        // What the run itself heals comes before the guard does: a minute later.
        assertThat(guard)
                .containsExactly(
                        "start",
                        "hold 1-break-1 PT1M30S " + List.of(REMEDY),
                        "hold 1-break-2 PT1M30S " + List.of(REMEDY),
                        "inject a",
                        "inject b",
                        "release 1-break-2",
                        "release 1-break-1",
                        "close");
    }

    @Test
    void whatWasNotSeenHealedIsLeftToTheGuard() throws Exception {
        try (Bench bench = bench(SAFEGUARDS)) {
            bench.faults.bound = new Bound.ByGuard(List.of(REMEDY));
            bench.faults.stuck.add("a");
            bench.inject(StagedFaults.step("1-break", "a"));
            bench.injections.healAll(bench.healer);
        }
        assertThat(guard).last().isEqualTo("close");
        assertThat(guard).noneMatch(call -> call.startsWith("release"));
    }

    @Test
    void aFaultThatEndsByItselfNeedsNoGuard() throws Exception {
        try (Bench bench = bench(SAFEGUARDS)) {
            assertThat(bench.inject(StagedFaults.step("1-break", "a"))).isTrue();
            bench.injections.healAll(bench.healer);
        }
        assertThat(guard).isEmpty();
    }

    @Test
    void withoutItsGuardNoFaultActs() {
        try (Bench bench = new Bench(folder, SAFEGUARDS)) {
            bench.faults.bound = new Bound.ByGuard(List.of(REMEDY));

            assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a")))
                    .isInstanceOf(IOException.class);

            assertThat(bench.faults.acting).isEmpty();
            assertThat(bench.faults.calls).isEmpty();
        }
    }

    @Test
    void aFaultThatNothingEndsMustBeAllowed() {
        try (Bench bench = bench(SAFEGUARDS)) {
            bench.faults.bound = new Bound.None("the file is gone");

            assertThatThrownBy(() -> bench.inject(StagedFaults.step("1-break", "a")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'staged' on a would outlive this process if that died: the file is gone")
                    .hasMessageContaining("allow-irreversible: [staged]");

            assertThat(bench.faults.calls).isEmpty();
        }
    }

    @Test
    void aFaultThatNothingEndsActsWhenItsKindIsAllowed() throws Exception {
        try (Bench bench = bench(new Safeguards(Duration.ofSeconds(30), List.of("staged")))) {
            bench.faults.bound = new Bound.None("the file is gone");
            assertThat(bench.inject(StagedFaults.step("1-break", "a"))).isTrue();
        }
        assertThat(guard).isEmpty();
    }

    @Test
    void aRunStartsNoGuardThatItDoesNotNeed() throws Exception {
        StateDirectory state = new StateDirectory(folder.resolve("state"));
        try (Bench bench = bench(SAFEGUARDS)) {
            PreparedFault fault = bench.faults
                    .prepare(new StagedFaults.On(List.of("a")), new FaultContext("run", "1", bench.systems.targets()))
                    .get(0);
            ActiveFaults.Active active = new ActiveFaults.Active("1-break", "1-break", "staged", fault);
            Bounds bounds = Bounds.ofRun("run", state, SAFEGUARDS, bench.stop);
            bounds.hold(active);
            bounds.release(active);
            bounds.close();
            assertThat(bench.stop.reason()).isEmpty();
        }
        assertThat(state.root().resolve(Bounds.GUARD_LOG)).doesNotExist();
    }

    private Bench bench(Safeguards safeguards) {
        return new Bench(folder, safeguards, () -> {
            guard.add("start");
            return new Lease() {
                @Override
                public void hold(String id, Duration within, List<Remedy> remedies) {
                    guard.add("hold " + id + " " + within + " " + remedies);
                }

                @Override
                public void release(String id) {
                    guard.add("release " + id);
                }

                @Override
                public void close() {
                    guard.add("close");
                }
            };
        });
    }
}
