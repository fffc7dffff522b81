package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    private static final UndoRecipe BREAK = new UndoRecipe("toy-break", "toy", Map.of("how", "REAL"));

    private static final String DEAD = Integer.MAX_VALUE + "@1";

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void faultsOfADeadRunAreHealedOnceAndTheSecondTimeNothingIsLeftToDo() throws IOException {
        toy.up = false;
        toy.faultActs = true;
        deadJournal(BREAK, FaultState.APPLYING);

        Leftovers.Report first = leftovers().recover();
        Leftovers.Report second = leftovers().recover();

        assertThat(first.healed()).singleElement().asString().contains("toy", "VERIFIED");
        assertThat(toy.up).isTrue();
        assertThat(second.healed()).isEmpty();
        assertThat(second.manual()).isEmpty();
        assertThat(first.alive() + second.alive()).isZero();
        assertThat(toy.heals.get()).isEqualTo(1);
        assertThat(new AuditLog(state()).file()).content().contains("\"what\":\"recovered\"");
    }

    @Test
    void whatActedOnASystemThatIsGoneIsGoneWithItAndAllElseIsNot() throws IOException {
        deadJournal("dead", FaultJournal.SCHEMA, DEAD, BootId.current(), journal -> {
            journal.intent(Systems.id("web"), BREAK);
            journal.intent("1", onSystem("web"));
            journal.intent("2", onSystem("other"));
        });

        Leftovers.Report report = leftovers().recover();

        assertThat(report.healed())
                .hasSize(2)
                .anyMatch(line -> line.contains(" 1 on the moon") && line.contains("it was gone with 'web'"));
        assertThat(report.manual()).singleElement().asString().contains(" 2 on the moon");
    }

    /** One that nobody here can undo. */
    private static UndoRecipe onSystem(String name) {
        return new UndoRecipe("moon-phase", "the moon", Map.of(UndoRecipe.ENDS_WITH, name));
    }

    @Test
    void faultsOfALiveRunAreLeftAlone() {
        try (FaultJournal journal = FaultJournal.create(state(), "live")) {
            journal.intent("1", BREAK);

            Leftovers.Report report = leftovers().recover();

            assertThat(report.alive()).isEqualTo(1);
            assertThat(toy.heals.get()).isZero();
        }
    }

    @Test
    void aProcessOfAnEarlierBootIsDeadThoughItsNumberAndStartAreThoseOfALiveOne() throws IOException {
        deadJournal(
                "dead",
                FaultJournal.SCHEMA,
                ProcessIdentity.current().toString(),
                "another boot",
                journal -> write(journal, BREAK, FaultState.ACTIVE));

        assertThat(leftovers().recover().healed()).hasSize(1);
        assertThat(toy.heals.get()).isEqualTo(1);
    }

    @Test
    void whatNobodyKnowsHowToUndoIsLeftToAPerson() throws IOException {
        deadJournal(new UndoRecipe("moon-phase", "the moon", Map.of()), FaultState.ACTIVE);

        Leftovers.Report report = leftovers().recover();

        assertThat(report.healed()).isEmpty();
        assertThat(report.manual()).singleElement().asString().contains("moon-phase");
        assertThat(report.alive()).isZero();
        assertThat(new AuditLog(state()).file()).content().contains("\"what\":\"not-recovered\"");
    }

    @Test
    void theLastInjectedIsHealedFirst() throws IOException {
        deadJournal("dead", FaultJournal.SCHEMA, DEAD, BootId.current(), journal -> {
            journal.intent("1", BREAK);
            journal.intent("2", BREAK);
        });

        assertThat(leftovers().recover().healed())
                .extracting(line -> line.substring(0, "dead 1".length()))
                .containsExactly("dead 2", "dead 1");
    }

    @Test
    void aJournalThatSomebodyElseIsHealingIsLeftToThem() throws IOException {
        JournalReader.Contents held = JournalReader.read(deadJournal("dead", BREAK, FaultState.ACTIVE));
        try (FaultJournal other = FaultJournal.reopen(held).orElseThrow()) {
            assertThat(leftovers().recover()).isEqualTo(new Leftovers.Report(1, 1, List.of(), List.of()));
            assertThat(other.file()).isEqualTo(held.file());
        }
        assertThat(toy.heals.get()).isZero();
    }

    @Test
    void whatIsHealedWithoutAnAuditLogIsTold() throws IOException {
        deadJournal(BREAK, FaultState.ACTIVE);
        Files.createDirectory(new AuditLog(state()).file());

        Leftovers.Report report = leftovers().recover();

        assertThat(report.healed()).hasSize(1);
        assertThat(report.manual()).singleElement().asString().contains("cannot write the audit log");
    }

    @Test
    void aDamagedJournalIsHealedAsFarAsItGoesAndKeptAsItWas() throws IOException {
        toy.up = false;
        toy.faultActs = true;
        Path journal = deadJournal("dead", BREAK, FaultState.ACTIVE);
        Files.write(journal, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, StandardOpenOption.APPEND);
        byte[] found = Files.readAllBytes(journal);

        Leftovers.Report report = leftovers().recover();

        assertThat(toy.up).isTrue();
        assertThat(report.manual()).singleElement().asString().contains("1 damaged records in ", ".journal.damaged");
        assertThat(journal.resolveSibling("dead.journal.damaged")).hasBinaryContent(found);
    }

    @Test
    void aDamagedJournalThatCannotBeCopiedIsHealedNoLess() throws IOException {
        toy.up = false;
        toy.faultActs = true;
        // Its own name fits into a folder, that of the copy does not.
        Path journal = deadJournal("d".repeat(245), BREAK, FaultState.ACTIVE);
        Files.write(journal, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, StandardOpenOption.APPEND);

        Leftovers.Report report = leftovers().recover();

        assertThat(toy.up).isTrue();
        assertThat(report.healed()).hasSize(1);
        assertThat(report.manual()).singleElement().asString().contains("no copy could be kept");
    }

    @Test
    void aFullDiskKeepsNoJournalFromBeingHealed() throws IOException {
        deadJournal("dead-1", BREAK, FaultState.ACTIVE);
        deadJournal("dead-2", BREAK, FaultState.ACTIVE);
        AtomicBoolean full = new AtomicBoolean(true);
        Healer healer = new Healer(toy.registry(), MonotonicClock.startingNow(), Duration.ofSeconds(10));

        Leftovers.Report report =
                new Leftovers(state(), healer, file -> new FaultJournalTest.FailingFile(file, full)).recover();

        assertThat(toy.heals.get()).isEqualTo(2);
        assertThat(report.healed()).hasSize(2);
        assertThat(report.manual()).hasSize(2).allMatch(line -> line.contains("No space left on device"));
    }

    @Test
    void aJournalOfANewerVersionIsLeftToIt() throws IOException {
        Path journal = deadJournal("dead", BREAK, FaultState.ACTIVE, FaultJournal.SCHEMA + 1);
        byte[] found = Files.readAllBytes(journal);

        Leftovers.Report report = leftovers().recover();

        assertThat(report.manual()).singleElement().asString().contains("newer version, in form 2");
        assertThat(report.alive()).isZero();
        assertThat(toy.heals.get()).isZero();
        assertThat(journal).hasBinaryContent(found);
    }

    @Test
    void theJournalsOfTheLastHundredHealedRunsAreKept() throws IOException {
        for (int run = 100; run < 205; run++) {
            deadJournal("run-" + run, BREAK, FaultState.VERIFIED);
        }
        deadJournal("run-000", new UndoRecipe("moon-phase", "the moon", Map.of()), FaultState.ACTIVE);

        leftovers().recover();

        assertThat(leftovers().states())
                .hasSize(101)
                .anyMatch(line -> line.startsWith("run-000"))
                .noneMatch(line -> line.startsWith("run-100 ") || line.startsWith("run-104 "))
                .anyMatch(line -> line.startsWith("run-105 "));
    }

    @Test
    void aPipeInPlaceOfAJournalHoldsNobodyUp() throws Exception {
        Path pipe = state().journals().resolve("dead.journal");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        Leftovers.Report report = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> leftovers().recover());

        assertThat(report.manual()).singleElement().asString().contains("it is no regular file");
        assertThat(report.alive()).isZero();
    }

    @Test
    void noJournalCanWriteToTheTerminal() throws IOException {
        deadJournal(new UndoRecipe("moon-phase", "\u001b[2J\u009b31m\nhealed all\u202e", Map.of()), FaultState.ACTIVE);

        List<String> lines = new ArrayList<>(leftovers().recover().manual());
        lines.addAll(leftovers().states());

        assertThat(lines).hasSize(2).allMatch(line -> line.contains(" [2J 31m healed all "));
    }

    /** Writes what a run leaves that was killed: its owner is a process that no longer exists. */
    private void deadJournal(UndoRecipe recipe, FaultState last) throws IOException {
        deadJournal("dead", recipe, last);
    }

    private Path deadJournal(String run, UndoRecipe recipe, FaultState last) throws IOException {
        return deadJournal(run, recipe, last, FaultJournal.SCHEMA);
    }

    private Path deadJournal(String run, UndoRecipe recipe, FaultState last, int schema) throws IOException {
        return deadJournal(run, schema, DEAD, BootId.current(), journal -> write(journal, recipe, last));
    }

    private static void write(FaultJournal journal, UndoRecipe recipe, FaultState last) {
        journal.intent("1", recipe);
        journal.mark("1", last);
    }

    private Path deadJournal(String run, int schema, String process, String boot, Consumer<FaultJournal> writes)
            throws IOException {
        Path file;
        try (FaultJournal journal = FaultJournal.create(state(), run)) {
            file = journal.file();
            writes.accept(journal);
        }
        ByteBuffer rest = ByteBuffer.wrap(Files.readAllBytes(file));
        int ownerLength = rest.getInt();
        rest.position(8 + ownerLength);
        ObjectNode owner = Json.object()
                .put("record", "owner")
                .put("schema", schema)
                .put("process", process)
                .put("boot", boot);
        byte[] remaining = new byte[rest.remaining()];
        rest.get(remaining);
        Files.write(
                file,
                FaultJournal.encode(Json.write(owner).getBytes(StandardCharsets.UTF_8))
                        .array());
        return Files.write(file, remaining, StandardOpenOption.APPEND);
    }

    private Leftovers leftovers() {
        return new Leftovers(toy.registry(), state());
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }
}
