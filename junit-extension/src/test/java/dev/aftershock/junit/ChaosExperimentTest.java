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
                variables = {"rto-millis=90"})
        void tooSlow(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }

        @ChaosExperiment(
                value = "classpath:blinker.yaml",
                variables = {"vacuous=true"})
        void vacuous(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }

        @ChaosExperiment("classpath:nowhere.yaml")
        void missing(RunResult run) {
            throw new IllegalStateException("the body must not run");
        }
    }
}
