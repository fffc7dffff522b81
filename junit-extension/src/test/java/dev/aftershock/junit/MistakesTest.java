package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each mistake in annotations, with the whole message that it gets. Nothing is broken before it is told. */
class MistakesTest {

    @TempDir
    Path folder;

    @AutoClose
    private static final EchoServer server = new EchoServer();

    @AfterEach
    void mend() {
        BrokenReporter.BROKEN.set(false);
        Blinker.SLOW.set(false);
    }

    @Test
    void anUnknownLinkIsToldWithThoseThatAreThere() {
        assertThat(failure(selectMethod(Links.class, "unknown")))
                .isEqualTo("code: unknown target 'dbb'; expected one of cache, db; did you mean 'db'?");
    }

    @Test
    void aQuantityWithoutAUnitIsToldWithOneThatHasIt() {
        assertThat(failure(selectMethod(Links.class, "withoutUnit")))
                .matches("FaultAnnotations.java:\\d+: 'value' is '200'; expected a duration with its unit, .+");
    }

    @Test
    void aModuleThatIsNotThereIsNamed() {
        assertThat(failure(selectMethod(Links.class, "ofAModuleThatIsNotThere")))
                .isEqualTo("code: nothing on the class path offers 'earthquake'; expected the dependency "
                        + "dev.aftershock:aftershock-geology");
    }

    @Test
    void chaosMonkeyNeedsItsModule() {
        String missing = " nothing on the class path offers 'spring-%s'; expected the dependency "
                + "dev.aftershock:aftershock-spring-boot";
        assertThat(failure(selectMethod(Links.class, "slowBeans"))).isEqualTo("code:" + missing.formatted("latency"));
        assertThat(failure(selectMethod(Links.class, "failingBeans")))
                .isEqualTo("code:" + missing.formatted("exception"));
    }

    @Test
    void whatIsNoProcessCannotBeKilled() {
        assertThat(failure(selectMethod(Links.class, "killsALink")))
                .isEqualTo("code: 'db' is not a process; expected one, of which there is none here");
    }

    @Test
    void aFaultThatNobodySeesIsAFailure() {
        assertThat(failure(selectMethod(Links.class, "tooLittleToBeSeen")))
                .startsWith("'latency' had no visible effect: ");
    }

    @Test
    void twoFaultsThatExcludeEachOtherAreBothNamed() {
        String once =
                " at the same time; expected one of them; those of the class act together with those of the method";
        assertThat(failure(selectMethod(Links.class, "cutAndSlow")))
                .isEqualTo(
                        "Links.cutAndSlow: @Cut(link = \"db\") and @Latency(link = \"*\", value = \"50ms\") cannot act "
                                + "on 'db'" + once);
        assertThat(failure(selectMethod(Links.class, "cutTwice")))
                .isEqualTo(
                        "Links.cutTwice: @Cut(link = \"db\") and @Cut(during = TEST, link = \"db\") cannot act on 'db'"
                                + once);
        assertThat(failure(selectMethod(Links.class, "slowTwice")))
                .isEqualTo(
                        "Links.slowTwice: @Latency(link = \"db\", value = \"50ms\") and @Latency(link = \"db\", stream = "
                                + "\"both\", value = \"70ms\") cannot act on 'db'" + once);
        assertThat(failure(selectMethod(Links.SlowClass.class, "slower")))
                .isEqualTo(
                        "SlowClass.slower: @Latency(link = \"db\", value = \"50ms\") and @Latency(link = \"db\", value "
                                + "= \"90ms\") cannot act on 'db'" + once);
        assertThat(Links.broken).as("nothing acted before it was told").isFalse();
    }

    @Test
    void faultsThatCanActTogetherDo() {
        run(selectClass(Together.class))
                .testEvents()
                .assertStatistics(statistics -> statistics.started(3).succeeded(3));
    }

    @Test
    void aMethodThatJUnitWouldPassOverFailsItsClass() {
        String never = ": it is to break something, and JUnit never runs it: ";
        assertThat(failure(selectClass(Private.class)))
                .isEqualTo("Private.hidden" + never + "it is private; expected a test that runs");
        assertThat(failure(selectClass(Misplaced.class)))
                .isEqualTo("Misplaced.before" + never + "it is no test; @Test is missing; expected a test that runs");
        assertThat(failure(selectClass(Static.class)))
                .isEqualTo("Static.ofTheClass" + never + "it is static; expected a test that runs");
        assertThat(failure(selectClass(Returning.class)))
                .isEqualTo("Returning.answers" + never + "it returns a value; expected a test that runs");
        assertThat(failure(selectClass(PrivateExperiment.class)))
                .isEqualTo("PrivateExperiment.hidden" + never + "it is private; expected a test that runs");
    }

    @Test
    void whereOnlySuchAMethodIsOursJUnitItselfCanBeToldToFail() {
        run(selectClass(OnlyPrivate.class)).allEvents().assertStatistics(statistics -> statistics.failed(0));
        EngineExecutionResults told = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OnlyPrivate.class))
                .configurationParameter("junit.platform.discovery.issue.severity.critical", "warning")
                .execute();
        assertThat(message(told))
                .contains("(1) [WARNING] @TestTemplate method 'private void")
                .contains("must not be private. It will not be executed.");
    }

    @Test
    void anOutputFolderThatCannotBeMadeIsTold() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path nowhere : List.of(file.resolve("runs"), Path.of("/proc/aftershock-runs"))) {
            String made = "code: the folder " + nowhere
                    + "/\\S+ cannot be made: .+; expected a place where folders can be made";
            assertThat(failure(nowhere, selectMethod(Links.class, "whole"))).matches(made);
            assertThat(failure(nowhere, selectMethod(Experiments.class, "passes")))
                    .matches(made);
            assertThat(failure(nowhere, selectMethod(Experiments.class, "repeated")))
                    .matches(made.replace("/\\S+", "/campaign-\\S+"));
        }
    }

    @Test
    void anExperimentThatIsNotThereOrHasUnknownVariablesIsNamed() {
        assertThat(failure(selectMethod(Experiments.class, "missing")))
                .isEqualTo("code: there is no experiment file 'nowhere/orders.yaml' in the working directory "
                        + Path.of("").toAbsolutePath() + "; expected a file from there on, or classpath:NAME");
        assertThat(failure(selectMethod(Experiments.class, "unknownVariable")))
                .isEqualTo(
                        "@ChaosExperiment(variables): unknown variable 'rot'; expected one of real, rto, shut; did you mean 'rto'?");
        assertThat(failure(selectMethod(Experiments.class, "noVariable")))
                .isEqualTo("code: the text 'rto: 3s'; expected KEY=VALUE");
    }

    @Test
    void aVerdictIsNeverLostWhereReportsCannotBeWritten() {
        BrokenReporter.BROKEN.set(true);
        String missing = "\n  report 'broken' could not be written: IOException: no ink\n  record: " + folder + "/\\S+";
        Blinker.SLOW.set(true);
        assertThat(failure(selectMethod(Experiments.class, "tooSlow"))).matches("(?s)FAIL: R3 = .+" + missing);
        Blinker.SLOW.set(false);
        assertThat(failure(selectMethod(Experiments.class, "passes"))).matches("PASS: R3 = .+" + missing);
        assertThat(failure(selectMethod(Experiments.class, "repeated")))
                .matches(
                        "(?s)PASS: p50 of R3 <= 3 s holds\n.+\n  trial-01: report 'broken' could not be written: IOException: no ink"
                                + "\n  record: " + folder + "/campaign-\\S+");
    }

    private String failure(DiscoverySelector selector) {
        return failure(folder, selector);
    }

    /** The message of the one test or container that failed. */
    private String failure(Path out, DiscoverySelector selector) {
        return message(run(out, selector));
    }

    private static String message(EngineExecutionResults run) {
        List<Event> failed = run.allEvents().failed().list();
        assertThat(failed).hasSize(1);
        return failed.get(0)
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }

    private EngineExecutionResults run(DiscoverySelector selector) {
        return run(folder, selector);
    }

    private static EngineExecutionResults run(Path out, DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selector)
                .configurationParameter(ChaosExperimentExtension.OUT, out.toString())
                .execute();
    }

    static class Links {

        static boolean broken;

        @ProxiedLink
        static Link db = Link.to(() -> server.address());

        @ProxiedLink
        static Link cache = Link.to(() -> server.address());

        /** Under what acts during the whole test. */
        @BeforeEach
        void isWhole() throws IOException {
            broken = true;
            assertThat(EchoServer.roundTrip(db)).isLessThan(Duration.ofSeconds(1));
            broken = false;
        }

        @Test
        void whole() {}

        @Test
        @Cut(link = "dbb")
        void unknown() {}

        @Test
        @Latency(link = "db", value = "200")
        void withoutUnit() {}

        @InjectedFault(value = "earthquake", artifact = "aftershock-geology")
        @Retention(RetentionPolicy.RUNTIME)
        @interface Earthquake {}

        @Test
        @Cut(link = "db")
        @Earthquake
        void ofAModuleThatIsNotThere() {}

        @Test
        @KillProcess(target = "db")
        void killsALink() {}

        @Test
        @ChaosMonkeyLatency(target = "app", value = "300ms", watch = "service")
        void slowBeans() {}

        @Test
        @ChaosMonkeyException(target = "app", watch = "service")
        void failingBeans() {}

        @Test
        @Latency(link = "db", value = "1us")
        void tooLittleToBeSeen() {}

        @Test
        @Cut(link = "db")
        @Latency(link = "*", value = "50ms")
        void cutAndSlow() {}

        @Test
        @Cut(link = "db")
        @Cut(link = "db", during = During.TEST)
        void cutTwice() {}

        @Test
        @Latency(link = "db", value = "50ms")
        @Latency(link = "db", value = "70ms", stream = "both")
        void slowTwice() {}

        @Nested
        @Latency(link = "db", value = "50ms")
        class SlowClass {

            @Test
            @Latency(link = "db", value = "90ms")
            void slower() {}
        }
    }

    static class Together {

        @ProxiedLink
        static Link db = Link.to(() -> server.address());

        @ProxiedLink
        static Link cache = Link.to(() -> server.address());

        @Test
        @Latency(link = "db", value = "60ms")
        @Bandwidth(link = "db", rate = "100")
        void slowAndNarrow() throws IOException {
            assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(55));
        }

        @Test
        @Latency(link = "db", value = "60ms")
        @Latency(link = "db", value = "60ms", stream = "upstream")
        void slowBothWays() throws IOException {
            assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(110));
        }

        @Test
        @Cut(link = "db")
        @Latency(link = "cache", value = "60ms")
        void onTwoLinks() throws IOException {
            assertThat(EchoServer.roundTrip(cache)).isGreaterThan(Duration.ofMillis(55));
        }
    }

    @ChaosTest
    abstract static class WithOneThatRuns {
        @Test
        void runs() {}
    }

    static class Private extends WithOneThatRuns {
        @Test
        @Cut(link = "db")
        private void hidden() {}
    }

    static class Misplaced extends WithOneThatRuns {
        @BeforeEach
        @Cut(link = "db")
        void before() {}
    }

    static class Static extends WithOneThatRuns {
        @Test
        @Cut(link = "db")
        static void ofTheClass() {}
    }

    static class Returning extends WithOneThatRuns {
        @Test
        @Cut(link = "db")
        int answers() {
            return 1;
        }
    }

    static class PrivateExperiment extends WithOneThatRuns {
        @ChaosExperiment("classpath:blinker.yaml")
        private void hidden() {}
    }

    static class OnlyPrivate {
        @Test
        void green() {}

        @ChaosExperiment("classpath:blinker.yaml")
        private void hidden() {}
    }

    static class Experiments {

        @ChaosExperiment("classpath:blinker.yaml")
        void passes() {}

        @RepeatedTrials(quantile = 0.5, confidence = 0.5)
        @ChaosExperiment("classpath:blinker.yaml")
        void repeated() {}

        @ChaosExperiment("classpath:blinker.yaml")
        void tooSlow() {}

        @ChaosExperiment("nowhere/orders.yaml")
        void missing() {}

        @ChaosExperiment(value = "classpath:blinker.yaml", variables = "rot=3s")
        void unknownVariable() {}

        @ChaosExperiment(value = "classpath:blinker.yaml", variables = "rto: 3s")
        void noVariable() {}
    }
}
