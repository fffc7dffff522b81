package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.parts.Mask;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LedgerJournalTest {

    @TempDir
    Path directory;

    @Test
    void whatWasRecordedReadsBackTheSameWithoutClosing() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(1, 1, -1, 10);
            journal.invoked(2, 1, 7, 11);
            journal.answered(2, 1, 20, Result.ACK_WARN, "node b\n10.0.0.1");
            journal.answered(1, 1, 30, Result.REFUSED, "");

            assertThat(LedgerJournal.read(file))
                    .isEqualTo(journal.entries())
                    .containsExactly(
                            new LedgerEntry(1, 1, -1, 10, 30, Result.REFUSED, ""),
                            new LedgerEntry(2, 1, 7, 11, 20, Result.ACK_WARN, "node b 10.0.0.1"));
        }
    }

    @Test
    void aWriteWithoutAnswerIsIndeterminate() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(3, 1, 5, 100);
        }
        assertThat(LedgerJournal.read(file)).containsExactly(new LedgerEntry(3, 1, 5, 100, 100, Result.INDET, ""));
    }

    @Test
    void aTailTornAtAnyByteLosesTheTornRecordOnly() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(1, 1, 5, 100);
            journal.answered(1, 1, 200, Result.ACK, "a");
        }
        byte[] whole = Files.readAllBytes(file);
        int answerFrom =
                new String(whole, java.nio.charset.StandardCharsets.UTF_8).lastIndexOf("\n", whole.length - 2) + 1;
        for (int length = 0; length < whole.length; length++) {
            Path torn = Files.write(directory.resolve("torn-" + length), java.util.Arrays.copyOf(whole, length));
            List<LedgerEntry> entries = LedgerJournal.read(torn);
            assertThat(entries).as("torn after %d bytes", length).hasSize(length >= answerFrom ? 1 : 0);
            assertThat(entries).allMatch(entry -> entry.result() == Result.INDET);
        }
    }

    @Test
    void anExistingJournalIsNeverOverwritten() throws IOException {
        Path file = directory.resolve("ledger");
        LedgerJournal.create(file).close();
        assertThatThrownBy(() -> LedgerJournal.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyTheOwnerMayReadIt() throws IOException {
        Path file = directory.resolve("ledger");
        LedgerJournal.create(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskFailsTheWriteBeforeItIsSent() throws IOException {
        Path full = Path.of("/dev/full");
        try (LedgerJournal journal =
                new LedgerJournal(full, new FileOutputStream(full.toFile(), true), Mask.ofShapes())) {
            assertThatThrownBy(() -> journal.invoked(1, 1, 2, 3)).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> journal.invoked(1, 2, 2, 3)).hasMessageContaining("failed earlier");
            assertThat(journal.entries()).isEmpty();
        }
    }

    @Test
    void aClosedJournalRefusesAnswersSoThatNoneIsCountedUnrecorded() throws IOException {
        LedgerJournal journal = LedgerJournal.create(directory.resolve("ledger"));
        journal.invoked(1, 1, 2, 3);
        journal.close();
        assertThatThrownBy(() -> journal.answered(1, 1, 4, Result.ACK, "a")).isInstanceOf(UncheckedIOException.class);
        assertThat(journal.entries()).extracting(LedgerEntry::result).containsExactly(Result.INDET);
    }

    @Test
    void aRefusedRecordLeavesNoTraceInTheFile() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(1, 1, 2, 3);
            assertThatIllegalArgumentException().isThrownBy(() -> journal.invoked(-1, 1, 2, 3));
            assertThatIllegalArgumentException().isThrownBy(() -> journal.invoked(1, 0, 2, 3));
            assertThatIllegalStateException().isThrownBy(() -> journal.deleting(1, 1, 4));
            journal.answered(1, 1, 4, Result.ACK, "");
            assertThat(LedgerJournal.read(file)).isEqualTo(journal.entries()).hasSize(1);
        }
    }

    @Test
    void aDeletionIsUnknownUntilItIsAnswered() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(1, 1, 2, 3);
            journal.answered(1, 1, 4, Result.ACK, "a");
            journal.deleting(1, 1, 5);
            assertThat(LedgerJournal.read(file))
                    .isEqualTo(journal.entries())
                    .extracting(LedgerEntry::result)
                    .containsExactly(Result.INDET);
            assertThatIllegalArgumentException().isThrownBy(() -> journal.answered(1, 1, 6, Result.ACK, "a"));
            journal.answered(1, 1, 6, Result.DELETED, "b");
            assertThat(LedgerJournal.read(file))
                    .isEqualTo(journal.entries())
                    .containsExactly(new LedgerEntry(1, 1, 2, 3, 6, Result.DELETED, "b"));
        }
    }

    @Test
    void entriesTakenEarlierDoNotChange() throws IOException {
        try (LedgerJournal journal = LedgerJournal.create(directory.resolve("ledger"))) {
            journal.invoked(1, 1, 2, 3);
            List<LedgerEntry> before = journal.entries();
            journal.answered(1, 1, 4, Result.ACK, "a");
            journal.invoked(1, 2, 2, 5);
            assertThat(before).containsExactly(new LedgerEntry(1, 1, 2, 3, 3, Result.INDET, ""));
        }
    }

    @Test
    void theLargestNumbersReadBackTheSame() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(65_535, 20_000_000, Long.MIN_VALUE, Long.MIN_VALUE);
            journal.answered(65_535, 20_000_000, Long.MAX_VALUE, Result.ACK_WARN, "\u20ac".repeat(300));
            assertThat(LedgerJournal.read(file)).isEqualTo(journal.entries());
            assertThat(journal.entries()).extracting(LedgerEntry::node).containsExactly("\u20ac".repeat(200));
        }
    }

    @Test
    void answersWithoutAWriteAndWritesTwiceAreRefused() throws IOException {
        try (LedgerJournal journal = LedgerJournal.create(directory.resolve("ledger"))) {
            journal.invoked(1, 1, 2, 3);
            assertThatIllegalArgumentException().isThrownBy(() -> journal.invoked(1, 1, 2, 3));
            assertThatIllegalArgumentException().isThrownBy(() -> journal.answered(1, 1, 2, Result.ACK, ""));
            assertThatIllegalStateException().isThrownBy(() -> journal.answered(1, 2, 4, Result.ACK, ""));
        }
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            IntStream.range(0, 8).parallel().forEach(writer -> {
                for (int seq = 1; seq <= 500; seq++) {
                    journal.invoked(writer, seq, seq, seq);
                    journal.answered(writer, seq, seq + 1, Result.ACK, "n" + writer);
                }
            });
            assertThat(LedgerJournal.read(file))
                    .hasSize(4000)
                    .isEqualTo(journal.entries())
                    .allMatch(entry ->
                            entry.result() == Result.ACK && entry.node().equals("n" + entry.writer()));
        }
    }

    @Test
    void anInterruptedWriterDoesNotCloseTheJournal() throws IOException {
        try (LedgerJournal journal = LedgerJournal.create(directory.resolve("ledger"))) {
            Thread.currentThread().interrupt();
            journal.invoked(1, 1, 2, 3);
            assertThat(Thread.interrupted()).isTrue();
            journal.answered(1, 1, 4, Result.ACK, "");
            assertThat(journal.entries()).extracting(LedgerEntry::result).containsExactly(Result.ACK);
        }
    }
}
