package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.parts.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What heals when the run's own thread does not, and what keeps it from breaking anything. */
class SafetyTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ToySystem toy = new ToySystem();
    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    Path folder;

    @AfterEach
    void release() {
        released.countDown();
        toy.letGo.countDown();
    }

    @Test
    void aTouchedFileHealsEvenWhileTheRunsOwnThreadIsStuckInItsDisplay() throws Exception {
        CompletableFuture<RunResult> run = start(Behaviour.REAL, stuckAt(TimelineEvent.Type.FAULT_EFFECT));
        await().atMost(SOON).until(() -> toy.faultActs);

        HaltFile.of(state()).touch();

        await().atMost(SOON).until(() -> toy.up);
        assertThat(run).isNotDone();
        released.countDown();
        RunResult result = run.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(result.assessment().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.assessment().line()).contains("halted by");
        assertThat(result.recording().events(TimelineEvent.Type.HEAL_VERIFIED)).isNotEmpty();
        assertThat(states()).allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void aCallThatActsAfterItWasHealedIsHealedOnceMore() throws Exception {
        CompletableFuture<RunResult> run = start(Behaviour.HANGING, new RunListener() {});
        await().atMost(SOON).until(() -> toy.faultActs);

        HaltFile.of(state()).touch();

        await().atMost(SOON).until(() -> toy.up);
        toy.letGo.countDown();
        run.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(toy.up).isTrue();
        assertThat(toy.heals.get()).isGreaterThanOrEqualTo(2);
        assertThat(states()).allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void aHaltFileThatWasThereBeforeStopsNothing() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        HaltFile.of(state()).touch();
        RunResult result = start(Behaviour.SELF_HEALING, new RunListener() {}).get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.assessment().verdict()).as(result.assessment().line()).isEqualTo(Verdict.PASS);
    }

    @Test
    void haltWaitsForARunThatHealsItself() throws Exception {
        CompletableFuture<RunResult> run = start(Behaviour.REAL, new RunListener() {});
        await().atMost(SOON).until(() -> states().stream().anyMatch(line -> line.endsWith("break toy ACTIVE")));

        Halt.Report report = new Halt(toy.registry(), state()).haltAll(PATIENCE);

        assertThat(report).isEqualTo(new Halt.Report(1, 1, List.of(), List.of()));
        assertThat(toy.up).isTrue();
        run.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void haltHealsWhatARunThatNeitherDiesNorHealsHasDone() {
        try (FaultJournal journal = FaultJournal.create(state(), "stuck")) {
            journal.intent("1-break", new UndoRecipe("toy-break", "toy", java.util.Map.of("how", "REAL")));
            toy.up = false;
            toy.faultActs = true;

            Halt.Report report = new Halt(toy.registry(), state()).haltAll(Duration.ofMillis(100));

            assertThat(toy.up).isTrue();
            assertThat(report.healed())
                    .singleElement()
                    .asString()
                    .startsWith("stuck 1-break on toy (was INTENT): whole");
            assertThat(report.runs()).isEqualTo(1);
            assertThat(report.own()).isZero();
        }
    }

    @Test
    void haltHealsThoughNothingCanBeWritten() throws Exception {
        try (FaultJournal journal = FaultJournal.create(state(), "stuck")) {
            journal.intent("1-break", new UndoRecipe("toy-break", "toy", java.util.Map.of("how", "REAL")));
            toy.up = false;
            toy.faultActs = true;
            // As a full disk would: neither the halt file nor the audit log can be written.
            Files.createDirectories(folder.resolve("state").resolve("halt"));
            Files.createDirectories(folder.resolve("state").resolve(AuditLog.FILE));

            Halt.Report report = new Halt(toy.registry(), state()).haltAll(Duration.ofMillis(100));

            assertThat(toy.up).isTrue();
            assertThat(report.healed()).hasSize(1);
            assertThat(report.manual())
                    .anyMatch(line -> line.contains("runs were not told"))
                    .anyMatch(line -> line.contains("cannot write the audit log"));
        }
    }

    @Test
    void aRunIsNotBegunWithoutTheAuditLog() throws Exception {
        Files.createDirectories(folder.resolve("state").resolve(AuditLog.FILE));
        assertThatThrownBy(() -> engine(new RunListener() {}).run(experiment(Behaviour.REAL), options()))
                .hasMessageContaining("cannot write the audit log");
        assertThat(toy.injections.get()).isZero();
    }

    @Test
    void whatCannotBeHealedFromHereIsLeftToAPerson() {
        try (FaultJournal journal = FaultJournal.create(state(), "stuck")) {
            journal.intent("1-break", new UndoRecipe("toy-break", "toy", java.util.Map.of("how", "STUCK")));
            toy.faultActs = true;

            Halt.Report report =
                    new Halt(toy.registry(), state(), Duration.ofMillis(200)).haltAll(Duration.ofMillis(100));

            assertThat(report.manual()).singleElement().asString().contains("still broken");
        }
    }

    @Test
    void nothingIsInjectedWhileTheLeverIsEngaged() {
        Lever lever = new Lever(state());
        lever.engage("a release\nis going on");

        assertThat(lever.engaged().orElseThrow().toString()).matches("engaged since 20.*: a release is going on");
        assertThatThrownBy(() -> engine(new RunListener() {}).run(experiment(Behaviour.REAL), options()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the safety lever is engaged")
                .hasMessageContaining("aftershock lever release");
        assertThat(toy.injections.get()).isZero();
        assertThat(lever.release()).isTrue();
        assertThat(lever.release()).isFalse();
        assertThat(lever.engaged()).isEmpty();
    }

    @Test
    void aLeverThatIsEngagedMeanwhileKeepsARunFromInjecting() throws Exception {
        RunListener engaging = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.subject().equals("method")) {
                    new Lever(state()).engage("stop it");
                }
            }
        };
        RunResult result = start(Behaviour.REAL, engaging).get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.assessment().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.assessment().line()).contains("the safety lever is engaged");
        assertThat(toy.injections.get()).isZero();
    }

    @Test
    void theLeverOfTheMachineStopsTheRunsOfEveryUser() {
        StateDirectory other = new StateDirectory(folder.resolve("of-another-user"), machine());
        Lever lever = new Lever(other, Lever.Scope.MACHINE);
        lever.engage("the region is failing over");

        assertThatThrownBy(() -> engine(new RunListener() {}).run(experiment(Behaviour.REAL), options()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the safety lever of this machine is engaged since 20")
                .hasMessageContaining("the region is failing over")
                .hasMessageContaining("aftershock lever release --machine");
        assertThat(toy.injections.get()).isZero();
        assertThat(lever.release()).isTrue();
        assertThat(new Lever(state(), Lever.Scope.MACHINE).engaged()).isEmpty();
    }

    @Test
    void whatActsAgainAfterItWasSeenHealedIsLeakedAndHealedOnceMore() throws Exception {
        RunListener controller = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.type() == TimelineEvent.Type.HEAL_VERIFIED) {
                    toy.faultActs = true;
                }
            }
        };
        RunResult result = start(Behaviour.SELF_HEALING, controller).get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.assessment().verdict()).isEqualTo(Verdict.LEAKED);
        assertThat(result.assessment().line())
                .contains("1-break could not be verified healed: it acted again after it had been seen healed");
        assertThat(toy.faultActs).isFalse();
        assertThat(states()).allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void whatAnotherRunHasBrokenIsNotBrokenOnceMore() throws Exception {
        CompletableFuture<RunResult> first = start(Behaviour.REAL, new RunListener() {});
        await().atMost(SOON).until(() -> states().stream().anyMatch(line -> line.endsWith("break toy ACTIVE")));
        toy.up = true;

        RunResult second = start(Behaviour.REAL, new RunListener() {}).get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(second.assessment().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(second.assessment().line()).contains("'toy' is being broken already, by fault '1-break' of run 20");
        assertThat(toy.injections.get()).isEqualTo(1);
        new Halt(toy.registry(), state()).haltAll(PATIENCE);
        first.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(start(Behaviour.SELF_HEALING, new RunListener() {})
                        .get(SOON.toSeconds(), TimeUnit.SECONDS)
                        .assessment()
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void aProbeThatIsBadForTooLongEndsTheExperimentAndNotBefore() throws Exception {
        RunResult result = abortingWhenBadFor(Duration.ofMillis(400));

        assertThat(result.assessment().line()).contains("abort-if bad-for: probe 'asking' has been bad for 4");
        assertThat(result.assessment().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(toy.up).isTrue();

        // It acts for 15 s: bad for two, but not for twenty.
        assertThat(abortingWhenBadFor(Duration.ofSeconds(20)).assessment().line())
                .doesNotContain("abort-if");
    }

    private RunResult abortingWhenBadFor(Duration longest) throws Exception {
        Safeguards safeguards = new Safeguards(
                Duration.ofSeconds(3),
                List.of(),
                List.of(),
                Optional.of(
                        new AbortIf(Optional.of(new AbortIf.BadFor("asking", longest)), AbortIf.DEFAULT.noDataFor())),
                Optional.empty());
        return engine(new RunListener() {})
                .run(
                        ReadExperiment.inCode(toy.experiment(
                                Behaviour.REAL,
                                Duration.ofSeconds(10),
                                Optional.of(Duration.ofSeconds(15)),
                                safeguards)),
                        options());
    }

    /** In a thread of its own: on two processors the common pool has one, and from Java 25 on no other takes its place. */
    private CompletableFuture<RunResult> start(Behaviour how, RunListener listener) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return engine(listener).run(experiment(how), options());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                run -> new Thread(run, "run").start());
    }

    private Engine engine(RunListener listener) {
        return toy.engine(state(), listener);
    }

    private ReadExperiment experiment(Behaviour how) {
        return ReadExperiment.inCode(toy.experiment(
                how,
                Duration.ofSeconds(2),
                how == Behaviour.SELF_HEALING ? Optional.empty() : Optional.of(Duration.ofSeconds(15))));
    }

    private RunOptions options() {
        return new RunOptions(folder.resolve("runs"), 7, List.of());
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"), machine());
    }

    private Path machine() {
        return folder.resolve("machine");
    }

    private List<String> states() {
        return new Leftovers(toy.registry(), state()).states();
    }

    private RunListener stuckAt(TimelineEvent.Type type) {
        return new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.type() == type) {
                    try {
                        released.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        };
    }
}
