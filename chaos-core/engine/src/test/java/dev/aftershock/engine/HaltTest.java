package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one command heals on a whole machine. */
class HaltTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final StagedFaults faults = new StagedFaults();
    private final StagedSystem system = new StagedSystem();

    @TempDir
    Path folder;

    @Test
    void whereNothingRunsNothingIsDoneButToldToTheAuditLog() {
        assertThat(halt(AT_ONCE)).isEqualTo(new Halt.Report(0, 0, List.of(), List.of()));

        assertThat(HaltFile.of(state()).file()).exists();
        assertThat(new AuditLog(state()).file()).content().contains("\"what\":\"halt\"", "\"runs\":\"0\"");
    }

    @Test
    void aRunThatIsStuckIsHealedFromHere() {
        try (FaultJournal journal = live("stuck", "a", "b")) {
            journal.mark("1", FaultState.ACTIVE);

            Halt.Report report = halt(AT_ONCE);

            assertThat(report.runs()).isEqualTo(1);
            assertThat(report.own()).isZero();
            assertThat(report.healed())
                    .containsExactlyInAnyOrder(
                            "stuck 1 on a (was ACTIVE): a is whole", "stuck 2 on b (was INTENT): b is whole");
            assertThat(report.manual()).isEmpty();
            assertThat(faults.acting).isEmpty();
            assertThat(Thread.interrupted()).as("nobody was interrupted").isFalse();
            assertThat(states())
                    .as("the journal belongs to its run")
                    .containsExactly("stuck 1 a ACTIVE", "stuck 2 b INTENT");
            assertThat(new AuditLog(state()).file()).content().contains("\"runs\":\"1\"");
        }
    }

    @Test
    void aRunIsLeftTheTimeToHealItself() throws Exception {
        try (FaultJournal journal = live("live", "a", "b")) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(
                    () -> {
                        Bench.soon()
                                .until(() -> Files.exists(HaltFile.of(state()).file()));
                        journal.mark("1", FaultState.VERIFIED);
                        journal.mark("2", FaultState.VERIFIED);
                    },
                    Bench.BESIDE);

            assertThat(halt(SOON)).isEqualTo(new Halt.Report(1, 2, List.of(), List.of()));

            run.get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(faults.calls).isEmpty();
        }
    }

    @Test
    void onlyWhatARunDoesNotHealInTimeIsHealedFromHere() {
        try (FaultJournal journal = live("live", "a", "b")) {
            journal.mark("1", FaultState.VERIFIED);
            try (FaultJournal healed = live("healed", "c")) {
                healed.mark("1", FaultState.VERIFIED);

                assertThat(halt(Duration.ofMillis(30)))
                        .isEqualTo(new Halt.Report(1, 0, List.of("live 2 on b (was INTENT): b is whole"), List.of()));
            }
        }
    }

    @Test
    void aFaultThatCannotBeHealedIsLeftToAPerson() {
        faults.stuck.add("a");
        try (FaultJournal journal = live("stuck", "a")) {
            Halt.Report report = halt(AT_ONCE);

            assertThat(report.healed()).isEmpty();
            assertThat(report.manual()).containsExactly("stuck 1 on a (was INTENT): a is still broken");
            assertThat(journal.file()).exists();
        }
    }

    @Test
    void theSystemsOfALiveRunAreLeftToIt() {
        try (FaultJournal journal = create("live", ProcessIdentity.current())) {
            journal.intent("system-db", new UndoRecipe(StagedSystem.KIND, "db", Map.of()));

            assertThat(halt(SOON)).isEqualTo(new Halt.Report(1, 0, List.of(), List.of()));
        }
        assertThat(system.calls).isEmpty();
    }

    @Test
    void whatDeadRunsLeftIsHealedToo() {
        faults.acting.add("a");
        try (FaultJournal journal = create("dead", new ProcessIdentity(Integer.MAX_VALUE, 1))) {
            journal.intent("1", StagedFaults.recipe("a"));
            journal.intent("2", new UndoRecipe("moon-phase", "the moon", Map.of()));
        }

        Halt.Report report = halt(SOON);

        assertThat(report.runs()).isZero();
        assertThat(report.healed()).containsExactly("dead 1 on a (was INTENT): a is whole; VERIFIED");
        assertThat(report.manual())
                .singleElement()
                .asString()
                .startsWith("dead 2 on the moon (was INTENT): nobody here");
    }

    @Test
    void runsThatCannotBeToldAreHealedFromHere() throws Exception {
        try (FaultJournal journal = live("live", "a")) {
            Files.createDirectory(HaltFile.of(state()).file());

            Halt.Report report = halt(AT_ONCE);

            assertThat(report.manual())
                    .singleElement()
                    .asString()
                    .startsWith("cannot write the halt file")
                    .endsWith("; runs were not told, and are healed from here");
            assertThat(report.healed()).hasSize(1);
            assertThat(journal.file()).exists();
        }
    }

    @Test
    void withoutAnAuditLogEverythingIsHealedNoLess() throws Exception {
        try (FaultJournal journal = live("live", "a")) {
            Files.createDirectory(new AuditLog(state()).file());

            Halt.Report report = halt(AT_ONCE);

            assertThat(report.manual()).singleElement().asString().contains("cannot write the audit log");
            assertThat(report.healed()).hasSize(1);
            assertThat(journal.file()).exists();
        }
    }

    @Test
    void aJournalThatCannotBeReadHoldsTheOthersUpNoMoreThanItIsForgotten() throws Exception {
        try (FaultJournal journal = live("live", "a")) {
            Files.createDirectory(state().journals().resolve("broken.journal"));

            Halt.Report report = halt(AT_ONCE);

            assertThat(report.healed()).containsExactly("live 1 on a (was INTENT): a is whole");
            assertThat(report.manual()).singleElement().asString().startsWith("broken: cannot read");
            assertThat(journal.file()).exists();
        }
    }

    @Test
    void whereManyFaultsActAllAreEndedBeforeTheFirstIsVerified() {
        int many = Crew.MOST + 1;
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger tooEarly = new AtomicInteger();
        faults.duringLook = target -> looked.countDown();
        faults.duringHeal = target -> {
            if (target.equals("t0") && faults.calls.indexOf("heal t0") == faults.calls.lastIndexOf("heal t0")) {
                tooEarly.addAndGet(Bench.comes(looked, 50) ? 1 : 0);
            }
        };
        try (FaultJournal journal =
                live("live", IntStream.range(0, many).mapToObj(i -> "t" + i).toArray(String[]::new))) {
            assertThat(halt(AT_ONCE).healed()).hasSize(many);
            assertThat(journal.file()).exists();
        }
        assertThat(tooEarly).as("one call took longer than all the others").hasValue(0);
        assertThat(faults.calls.subList(0, many)).allMatch(call -> call.startsWith("heal"));
        assertThat(faults.calls).hasSize(3 * many);
    }

    @Test
    void whereFewFaultsActEachIsCalledOnce() {
        try (FaultJournal journal = live(
                "live", IntStream.range(0, Crew.MOST).mapToObj(i -> "t" + i).toArray(String[]::new))) {
            assertThat(halt(AT_ONCE).healed()).hasSize(Crew.MOST);
            assertThat(journal.file()).exists();
        }
        assertThat(faults.calls).hasSize(2 * Crew.MOST);
    }

    @Test
    void anInterruptDoesNotKeepWhatIsHealedFromBeingTold() {
        Thread halting = Thread.currentThread();
        faults.duringHeal = target -> {
            halting.interrupt();
            // Taken by the wait for this very thread.
            Bench.soon().until(() -> !halting.isInterrupted());
        };
        try (FaultJournal journal = live("live", "a")) {
            Halt.Report report = halt(AT_ONCE);

            assertThat(Thread.interrupted()).as("it is kept").isTrue();
            assertThat(report.healed()).hasSize(1);
            assertThat(journal.file()).exists();
        }
    }

    private Halt.Report halt(Duration patience) {
        Registry registry = new Registry(List.of(faults), List.of(), List.of(system));
        return new Halt(registry, state(), Duration.ofMillis(1)).haltAll(patience);
    }

    /** The journal of a run of this process that acts on targets. */
    private FaultJournal live(String run, String... targets) {
        FaultJournal journal = create(run, ProcessIdentity.current());
        for (int i = 0; i < targets.length; i++) {
            journal.intent(Integer.toString(i + 1), StagedFaults.recipe(targets[i]));
            faults.acting.add(targets[i]);
        }
        return journal;
    }

    private FaultJournal create(String run, ProcessIdentity owner) {
        return FaultJournal.create(state(), run, owner, UnaryOperator.identity());
    }

    private List<String> states() {
        return new Leftovers(new Registry(List.of(), List.of(), List.of()), state()).states();
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }
}
