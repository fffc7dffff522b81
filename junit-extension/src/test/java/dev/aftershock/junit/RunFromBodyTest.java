package dev.aftershock.junit;

import static dev.aftershock.format.Words.badAtMost;
import static dev.aftershock.format.Words.inject;
import static dev.aftershock.format.Words.lasting;
import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.rto;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.format.Words.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import dev.aftershock.format.ExperimentBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A whole experiment in the body of a test has the rules of one that is annotated. */
class RunFromBodyTest {

    private static final String FILE = "classpath:blinker.yaml";

    @TempDir
    Path folder;

    @Test
    void aPassIsReturnedAndRecordedWhereAllRunsAre() {
        Events tests = run("passes");

        tests.assertStatistics(statistics -> statistics.started(1).succeeded(1));
        assertThat(tests.reportingEntryPublished().count()).isEqualTo(1);
        assertThat(folder)
                .isDirectoryContaining(
                        run -> run.resolve("journal.json").toFile().exists());
    }

    @Test
    void oneInJavaIsRunTheSame() {
        run("inJava").assertStatistics(statistics -> statistics.started(1).succeeded(1));
    }

    @Test
    void everyOtherVerdictEndsTheBodyWithItsLine() {
        assertThat(failureOf("tooSlow")).isInstanceOf(AssertionError.class).hasMessageStartingWith("FAIL: R3 = ");
        assertThat(failureOf("vacuous")).isInstanceOf(AssertionError.class).hasMessageStartingWith("INVALID: ");
    }

    @Test
    void mistakesAreTold() {
        assertThat(failureOf("missing")).hasMessageContaining("there is no resource 'nowhere.yaml'");
        assertThat(failureOf("unknown"))
                .hasMessageStartingWith("Chaos.run(variables): unknown variable 'rot'")
                .hasMessageContaining("did you mean 'rto'?");
    }

    @Test
    void aDryRunOnlyPlansAndAbortsTheTest() {
        Events tests = kit("tooSlow")
                .configurationParameter(ChaosExperimentExtension.DRY_RUN, "true")
                .execute()
                .testEvents();

        tests.assertStatistics(statistics -> statistics.started(1).aborted(1));
        assertThat(tests.aborted().list().get(0).toString())
                .contains("dry run, nothing was broken: would shut the listener");
    }

    @Test
    void aDryRunInjectsNoFaultEither() {
        var tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(UnderFaults.class))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .configurationParameter(ChaosExperimentExtension.DRY_RUN, "true")
                .execute();

        tests.testEvents().assertStatistics(statistics -> statistics.started(2).aborted(2));
        assertThat(tests.testEvents().aborted().list()).allSatisfy(aborted -> assertThat(aborted.toString())
                .contains("dry run, nothing was broken: would inject "));
    }

    @Test
    void itIsLeftOutWithAllThatBreaksSomething() {
        kit("passes")
                .configurationParameter(ChaosExperimentExtension.SKIP, "true")
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.skipped(1).started(0));
    }

    private Throwable failureOf(String method) {
        return run(method).failed().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private Events run(String method) {
        return kit(method).execute().testEvents();
    }

    private EngineTestKit.Builder kit(String method) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class, method, Chaos.class.getName()))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString());
    }

    /** The suite under test; it is no test of the build's own. */
    @ChaosTest
    static class Suite {

        @Test
        void passes(Chaos chaos) throws IOException {
            RunResult run = chaos.run(FILE, Map.of("rto", "4s"));
            ChaosAssertions.assertThat(run).hasVerdict(Verdict.PASS).recoveredWithin("3s");
            assertThat(run.recording().header().rtoNanos()).hasValue(4_000_000_000L);
        }

        @Test
        void inJava(Chaos chaos) throws IOException {
            RunResult run = chaos.run(ExperimentBuilder.named("A listener is shut")
                    .hypothesis("It is open again soon.")
                    .objectives(rto("3s"))
                    .lab("blinker", part("blinker"))
                    .probe(
                            "connecting",
                            part("tcp", with("target", "blinker"), with("every", "4ms"), with("deadline", "200ms")))
                    .steadyState(within("100ms"), badAtMost("10%"), lasting("300ms"))
                    .method(inject(part("shut", with("target", "blinker"), with("real", "true")))
                            .lasting("200ms"))
                    .build());
            ChaosAssertions.assertThat(run).recoveredWithin("3s");
        }

        @Test
        void tooSlow(Chaos chaos) throws IOException {
            chaos.run(FILE, Map.of("rto", "1s", "shut", "2s"));
            throw new IllegalStateException("what follows must not run");
        }

        @Test
        void vacuous(Chaos chaos) throws IOException {
            chaos.run(FILE, Map.of("real", "false"));
        }

        @Test
        void missing(Chaos chaos) throws IOException {
            chaos.run("classpath:nowhere.yaml", Map.of());
        }

        @Test
        void unknown(Chaos chaos) throws IOException {
            chaos.run(FILE, Map.of("rot", "4s"));
        }
    }

    static class UnderFaults {

        @ProxiedLink(upstream = "127.0.0.1:9")
        static Link bank;

        @Test
        void imperative(Chaos chaos) throws Exception {
            chaos.inject(part("down", with("link", "bank")));
            throw new IllegalStateException("what follows must not run");
        }

        @Test
        @Cut(link = "bank")
        void annotated() {
            throw new IllegalStateException("the body must not run");
        }
    }
}
