package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class ChaosExperimentTest {

    @TempDir
    Path folder;

    @Test
    void aPassRunsTheBodyWithTheResult() {
        Events tests = run("passes");

        tests.assertStatistics(statistics -> statistics.started(1).succeeded(1));
        assertThat(tests.reportingEntryPublished().count()).isEqualTo(1);
    }

    @Test
    void aMissedObjectiveFailsTheTestWithTheVerdictLine() {
        assertThat(failureOf("tooSlow")).isInstanceOf(AssertionError.class).hasMessageStartingWith("FAIL: R3 = ");
    }

    @Test
    void aFaultWithoutEffectFailsTheTestTooBecauseAnAbortedTestLooksGreen() {
        assertThat(failureOf("vacuous")).isInstanceOf(AssertionError.class).hasMessageStartingWith("INVALID: ");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(failureOf("missing")).hasMessageContaining("there is no resource 'nowhere.yaml'");
    }

    @Test
    void anExperimentMayStandInTheTestItself() {
        run("inline").assertStatistics(statistics -> statistics.started(1).succeeded(1));
        assertThat(failureOf("mistaken"))
                .hasMessageContaining("Suite:1:1: the version of the format is missing")
                .hasMessageContaining("Suite:1:1: unknown key 'titel'");
        assertThat(failureOf("neither")).hasMessageContaining("@ChaosExperiment names neither a file nor");
    }

    @Test
    void aDryRunOnlyPlans() {
        Events tests = run("dry");

        tests.assertStatistics(statistics -> statistics.started(1).aborted(1));
        assertThat(tests.aborted().list().get(0).toString())
                .contains("dry run, nothing was broken: would shut the listener");
        assertThat(folder).isEmptyDirectory();
        assertThat(failureOf("dryAndMistaken")).hasMessageContaining("the version of the format is missing");
    }

    @Test
    void everyExperimentCanBeLeftOut() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class, "passes", RunResult.class.getName()))
                .configurationParameter(ChaosExperimentExtension.SKIP, "true")
                .execute()
                .allEvents()
                .assertStatistics(statistics -> statistics.skipped(1).started(2).finished(2));
    }

    private Throwable failureOf(String method) {
        return run(method).failed().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private Events run(String method) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class, method, RunResult.class.getName()))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute()
                .testEvents();
    }

    /** The suite under test; it is no test of the build's own. */
    static class Suite {

        @ChaosExperiment("classpath:blinker.yaml")
        void passes(RunResult run) {
            assertThat(run.assessment().verdict()).isEqualTo(Verdict.PASS);
        }

        @ChaosExperiment(
                value = "classpath:blinker.yaml",
                variables = {"rto=90ms"})
        void tooSlow(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }

        @ChaosExperiment(
                value = "classpath:blinker.yaml",
                variables = {"real=false"})
        void vacuous(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }

        @ChaosExperiment(inline = """
                aftershock: 1
                title: A listener is shut
                hypothesis: It is open again soon.
                objectives: {rto: 3s}
                lab: {blinker: {blinker: {}}}
                probes:
                  - name: connecting
                    tcp: {target: blinker, every: 4ms, deadline: 200ms}
                steady-state: {within: 100ms, bad-at-most: 10%, for: 300ms}
                method:
                  - inject: {shut: {target: blinker, real: true}}
                    for: 200ms
                """)
        void inline(RunResult run) {
            assertThat(run.recording().header().title()).isEqualTo("A listener is shut");
        }

        @ChaosExperiment(inline = "titel: x")
        void mistaken(RunResult run) {}

        @ChaosExperiment
        void neither(RunResult run) {}

        @DryRun
        @ChaosExperiment("classpath:blinker.yaml")
        void dry(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }

        @DryRun
        @ChaosExperiment(inline = "titel: x")
        void dryAndMistaken(RunResult run) {}

        @ChaosExperiment("classpath:nowhere.yaml")
        void missing(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }
    }
}
