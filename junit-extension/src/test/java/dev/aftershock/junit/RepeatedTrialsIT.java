package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.CampaignStore;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Trial;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Campaigns as tests, of a system that recovers in 0.2 s, or in 5.4 s where a test wants it to be slow. */
class RepeatedTrialsIT {

    @TempDir
    Path folder;

    @BeforeEach
    void fresh() {
        Suite.slow = List.of();
        Suite.trials.set(0);
        Suite.bodies.set(0);
    }

    @Test
    void everyTrialIsAnInvocationAndTheLastOneIsTheRuling() throws IOException {
        Events tests = undisturbed("fixed");

        tests.assertStatistics(statistics -> statistics.started(4).succeeded(4));
        assertThat(names(tests))
                .containsExactly(
                        "trial 1 of 3",
                        "trial 2 of 3, 1 of 1 passed",
                        "trial 3 of 3, 2 of 2 passed",
                        "ruling: PASS: p50 of R3 <= 5 s holds");
        assertThat(Suite.bodies).as("the body runs once, with the ruling").hasValue(1);
        assertThat(reported(tests))
                .anyMatch(entry -> entry.contains("trial 2 of 3, 1 of 1 passed: PASS: R3 = "))
                .anyMatch(entry -> entry.contains("proven          p50 of R3 <= "));
        Campaign campaign = campaign();
        assertThat(campaign.trials())
                .extracting(Trial::verdict)
                .containsOnly(Verdict.PASS)
                .hasSize(3);
        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(campaign.header().gate()).startsWith("p50 of R3 <= 5 s at 80 % confidence");
        assertThat(campaign.trials()).allSatisfy(trial -> assertThat(
                        recordOf(campaign).resolve(trial.spec().folder()).resolve("run.json"))
                .isNotEmptyFile());
    }

    @Test
    void aTrialThatDecidesEndsItAndTheRulingFailsWithWhatWasProven() throws IOException {
        Events tests = undisturbed("fixed", 2);

        tests.assertStatistics(
                statistics -> statistics.started(3).succeeded(1).aborted(1).failed(1));
        assertThat(reason(tests.aborted().list().get(0)))
                .contains("FAIL: R3 = ", "what that means for the campaign, its ruling tells");
        assertThat(failure(tests).getMessage())
                .startsWith("FAIL: p50 of R3 <= 5 s can no longer be shown: 1 of 2 trials was not")
                .contains("\n  proven          that it can fail: trial 2 did")
                .contains("\n  not proven      any upper bound of p50 of R3 at 80 % confidence")
                .contains("\n  seen            R3 from ")
                .contains("\n  trial 2: FAIL: R3 = ")
                .contains("\n  record: " + recordOf(campaign()));
        assertThat(Suite.bodies).as("no body where the ruling failed").hasValue(0);
    }

    @Test
    void aFailedTrialOfASequentialTestThatIsAcceptedIsSeenAndFailsNothing() throws IOException {
        Events tests = undisturbed("sequential", 1);

        tests.assertStatistics(statistics -> statistics.started(4).aborted(1).succeeded(3));
        assertThat(names(tests))
                .as("it stops as soon as it is decided")
                .containsExactly(
                        "trial 1 of at most 9",
                        "trial 2 of at most 9, 0 of 1 passed",
                        "trial 3 of at most 9, 1 of 2 passed",
                        "ruling: PASS: 2 of 3 trials passed");
        assertThat(campaign().outcome().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void byDefaultEightPassesMoreOrLessAreEnough() {
        Events tests = run("theListenerIsOpenAgainInNearlyEveryCase").testEvents();

        assertThat(tests.failed().list()).isEmpty();
        // 8 where every trial passes; one that a busy machine spoils takes some more.
        assertThat(names(tests)).hasSizeBetween(9, 30).last().asString().startsWith("ruling: PASS: ");
    }

    @Test
    void aSequentialTestThatRejectsFailsWithItsOutcome() throws IOException {
        Events tests = undisturbed("sequential", 1, 2);

        tests.assertStatistics(statistics -> statistics.started(3).aborted(2).failed(1));
        assertThat(failure(tests).getMessage())
                .startsWith("FAIL: 0 of 2 trials passed\n")
                .contains("a trial passes with a probability below 0.80");
    }

    @Test
    void trialsThatProveNothingFailTheRulingToo() {
        assertThat(failure(run("vacuous").testEvents()).getMessage())
                .startsWith("INVALID: 3 of 3 trials proved nothing, and 2 are replaced")
                .contains("\n  does not count  trial 1: INVALID");
    }

    @Test
    void inParallelTheTrialsStillRunOneAfterTheOther() throws IOException {
        for (String executor : List.of("FORK_JOIN_POOL", "WORKER_THREAD_POOL")) {
            Events tests = undisturbed(() -> parallel("fixed", executor));

            assertThat(tests.failed().list()).isEmpty();
            assertThat(names(tests)).last().isEqualTo("ruling: PASS: p50 of R3 <= 5 s holds");
        }
        assertThat(failure(parallel("concurrent", "FORK_JOIN_POOL").testEvents()))
                .hasMessageContaining("Suite.concurrent: its trials would run in parallel")
                .hasMessageContaining("no @Execution(CONCURRENT) on it");
    }

    @Test
    void oneInvocationAloneProvesNothingAndFails() {
        EngineExecutionResults second = execute(selectIteration(selectMethod(Suite.class, "fixed", CAMPAIGN), 1));
        assertThat(failure(second.containerEvents())).hasMessageContaining("trial 1 was not run, so that the campaign");

        String id = "[engine:junit-jupiter]/[class:" + Suite.class.getName()
                + "]/[test-template:fixed(dev.aftershock.engine.Campaign)]/[test-template-invocation:#4]";
        assertThat(failure(execute(selectUniqueId(id)).containerEvents()))
                .hasMessageContaining("select the method, not one of its invocations");
    }

    @Test
    void aTrialThatCannotBeRunEndsTheCampaign() throws IOException {
        Suite.before = number -> {
            if (number == 2) {
                Files.createFile(recordOf(campaign()).resolve("trial-02"));
            }
        };
        Events tests;
        try {
            tests = undisturbed("fixed");
        } finally {
            Suite.before = number -> {};
        }

        tests.assertStatistics(statistics -> statistics.started(2).succeeded(1).failed(1));
        assertThat(failure(tests)).hasMessageContaining("trial-02").hasMessageContaining("cannot be made");
        assertThat(campaign().outcome().ended()).isFalse();
    }

    @Test
    void aDryRunPlansAndTellsTheGate() {
        Events tests = run("dry").testEvents();

        tests.assertStatistics(statistics -> statistics.started(1).aborted(1));
        assertThat(reason(tests.aborted().list().get(0)))
                .contains("dry run, nothing was broken: would shut the listener; gate: sequential test: passes 95 %");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void itIsLeftOutWithTheOthers() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class, "fixed", CAMPAIGN))
                .configurationParameter(ChaosExperimentExtension.SKIP, "true")
                .execute()
                .containerEvents()
                .assertStatistics(statistics -> statistics.skipped(1));
        assertThat(Suite.trials).hasValue(0);
    }

    @Test
    void whatCannotBeRepeatedIsRefusedBeforeAnythingIsStarted() {
        assertThat(refusal("both"))
                .isEqualTo("Suite.both: a campaign has one gate, and there are two; expected @RepeatedTrials or "
                        + "@Sprt, not both");
        assertThat(refusal("bodyOnly"))
                .isEqualTo("Suite.bodyOnly: @RepeatedTrials and @Sprt repeat an experiment, and it has none; expected "
                        + "@ChaosExperiment beside it; what repeats a body is JUnit's @RepeatedTest");
        assertThat(refusal("tooFew"))
                .isEqualTo(
                        "Suite.tooFew: @RepeatedTrials(n = 21) proves nothing about the quantile 0.9 at a confidence of 0.9, even "
                                + "when every trial passes; expected n of at least 22, or @Sprt, which ends as soon as it is "
                                + "decided");
        assertThat(failure(execute(selectMethod(Suite.class, "ofOneRun", RunResult.class.getName()))
                        .testEvents()))
                .hasMessage(
                        "Suite.ofOneRun: it takes a RunResult, and every trial has one; expected a parameter of type "
                                + "dev.aftershock.engine.Campaign, in which all trials are");
        assertThat(folder).isEmptyDirectory();
    }

    private static final String CAMPAIGN = Campaign.class.getName();

    private String refusal(String method) {
        Events tests = execute(selectMethod(Suite.class, method)).testEvents();
        tests.assertStatistics(statistics -> statistics.started(1).failed(1));
        return failure(tests).getMessage();
    }

    private static Throwable failure(Events events) {
        assertThat(events.failed().list()).hasSize(1);
        return result(events.failed().list().get(0)).getThrowable().orElseThrow();
    }

    private static String reason(Event event) {
        return result(event).getThrowable().orElseThrow().getMessage();
    }

    private static TestExecutionResult result(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class);
    }

    private static List<String> names(Events tests) {
        return tests.started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    private static List<String> reported(Events tests) {
        return tests.reportingEntryPublished().map(Event::toString).toList();
    }

    private EngineExecutionResults run(String method) {
        return execute(selectMethod(Suite.class, method, CAMPAIGN));
    }

    /** A campaign in which every trial recovers fast but the slow ones; a busy machine spoils one, and it is begun again. */
    private Events undisturbed(String method, Integer... slow) throws IOException {
        return undisturbed(() -> run(method), slow);
    }

    private Events undisturbed(Supplier<EngineExecutionResults> running, Integer... slow) throws IOException {
        for (int i = 0; i < 5; i++) {
            fresh();
            Suite.slow = List.of(slow);
            Events tests = running.get().testEvents();
            if (campaign().trials().stream().allMatch(RepeatedTrialsIT::asMeant)) {
                return tests;
            }
        }
        throw new AssertionError("this machine is too busy: a trial was spoiled in each of five campaigns");
    }

    private static boolean asMeant(Trial trial) {
        return trial.verdict() == (Suite.slow.contains(trial.spec().number()) ? Verdict.FAIL : Verdict.PASS);
    }

    private EngineExecutionResults execute(DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selector)
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute();
    }

    private EngineExecutionResults parallel(String method, String executor) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class, method, CAMPAIGN))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.executor-service", executor)
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute();
    }

    /** The newest. */
    private Campaign campaign() throws IOException {
        List<Campaign> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path each : folders.toList()) {
                found.add(CampaignStore.load(each));
            }
        }
        return Collections.max(
                found,
                Comparator.comparing(campaign -> Instant.parse(campaign.header().startedAt())));
    }

    private Path recordOf(Campaign campaign) {
        return folder.resolve(campaign.header().id());
    }

    /** Runs before each trial, which it counts. */
    static final class BeforeTrial implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) throws IOException {
            int number = Suite.trials.incrementAndGet();
            Blinker.SLOW.set(Suite.slow.contains(number));
            Suite.before.trial(number);
        }
    }

    @FunctionalInterface
    interface Before {
        void trial(int number) throws IOException;
    }

    /** The suite under test; it is no test of the build's own. */
    @ExtendWith(BeforeTrial.class)
    static class Suite {

        static final AtomicInteger trials = new AtomicInteger();
        static final AtomicInteger bodies = new AtomicInteger();
        static List<Integer> slow = List.of();
        static Before before = number -> {};

        @RepeatedTrials(quantile = 0.5, confidence = 0.8, period = "200ms")
        @ChaosExperiment(value = "classpath:blinker.yaml", variables = "rto=5s")
        void fixed(Campaign campaign) {
            bodies.incrementAndGet();
            assertThat(campaign.counted()).hasSize(3);
        }

        @Sprt(good = 0.8, bad = 0.1, atMost = 9, period = "200ms")
        @ChaosExperiment(value = "classpath:blinker.yaml", variables = "rto=5s")
        void sequential(Campaign campaign) {}

        @Sprt
        @ChaosExperiment("classpath:blinker.yaml")
        void theListenerIsOpenAgainInNearlyEveryCase(Campaign campaign) {
            assertThat(campaign.counted()).hasSizeGreaterThanOrEqualTo(8);
        }

        @RepeatedTrials(quantile = 0.5, confidence = 0.8, period = "1ms")
        @ChaosExperiment(value = "classpath:blinker.yaml", variables = "real=false")
        void vacuous(Campaign campaign) {}

        @Execution(ExecutionMode.CONCURRENT)
        @RepeatedTrials
        @ChaosExperiment("classpath:blinker.yaml")
        void concurrent(Campaign campaign) {}

        @DryRun
        @Sprt
        @ChaosExperiment("classpath:blinker.yaml")
        void dry(Campaign campaign) {}

        @RepeatedTrials
        @Sprt
        @ChaosExperiment("classpath:blinker.yaml")
        void both() {}

        @RepeatedTrials
        void bodyOnly() {}

        @RepeatedTrials(n = 21)
        @ChaosExperiment("classpath:blinker.yaml")
        void tooFew() {}

        @RepeatedTrials
        @ChaosExperiment("classpath:blinker.yaml")
        void ofOneRun(RunResult run) {}
    }
}
