package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal of three writes, the second of them without answer: five records after the header. */
class LedgerDamageTest {

    @TempDir
    Path directory;

    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        Path file = directory.resolve("ledger");
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            journal.invoked(1, 1, 5, 100);
            journal.answered(1, 1, 200, Result.ACK, "node a");
            journal.invoked(2, 1, 6, 300);
            journal.invoked(1, 2, 7, 400);
            journal.answered(1, 2, 500, Result.REFUSED, "");
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void everyChangeOfEveryByteIsFound() throws IOException {
        assertThat(LedgerFormat.read(new ByteArrayInputStream(whole), "ledger")).hasSize(3);
        for (int at = 0; at < whole.length; at++) {
            for (int change = 1; change < 256; change++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) change;
                assertThat(isRead(damaged))
                        .as("byte %d changed by %d", at, change)
                        .isFalse();
            }
        }
    }

    @Test
    void everyMissingLineInTheMiddleIsFound() throws IOException {
        List<String> lines = lines();
        for (int missing = 0; missing < lines.size() - 1; missing++) {
            List<String> rest = new ArrayList<>(lines);
            rest.remove(missing);
            assertThat(isRead(bytes(rest))).as("without line %d", missing + 1).isFalse();
        }
    }

    @Test
    void aMissingLineIsNamedWithWhatIsStillGood() {
        List<String> lines = lines();
        lines.remove(3);
        assertThatIOException()
                .isThrownBy(() -> read(bytes(lines)))
                .withMessageStartingWith("ledger:4: ")
                .withMessageContaining("it is record 4, expected record 3: lines are missing")
                .withMessageContaining("The 2 records before it are good")
                .withMessageContaining("restore the file");
    }

    @Test
    void aRepeatedLineAndSwappedLinesAreFound() {
        List<String> repeated = lines();
        repeated.add(2, repeated.get(1));
        assertThatIOException().isThrownBy(() -> read(bytes(repeated))).withMessageContaining("repeated");
        List<String> swapped = lines();
        swapped.add(3, swapped.remove(4));
        assertThatIOException().isThrownBy(() -> read(bytes(swapped))).withMessageStartingWith("ledger:4: ");
    }

    @Test
    void aChangedByteIsNamedWithItsChecksum() {
        List<String> lines = lines();
        lines.set(2, lines.get(2).replace("ACK", "ACL"));
        assertThatIOException()
                .isThrownBy(() -> read(bytes(lines)))
                .withMessageStartingWith("ledger:3: ")
                .withMessageContaining("A 1 1 200 ACL node a")
                .withMessageContaining("its checksum is " + lines.get(2).substring(0, 8))
                .withMessageContaining("The 1 records before it are good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I 1 1 5 6",
                "X 1 1",
                "A 9 9 5 ACK a",
                "I 1 1 5",
                "A 1 1 5 MAYBE ",
                "I 70000 1 5 6",
                "A 1 1 2 ACK "
            })
    void aRecordThatFitsItsChecksumButMakesNoSenseIsFound(String text) {
        List<String> lines = new ArrayList<>(lines().subList(0, 2));
        byte[] record = ("2 " + text).getBytes(StandardCharsets.UTF_8);
        lines.add(LedgerRecord.checksumOf(record, 0, record.length) + " 2 " + text);
        assertThatIOException()
                .isThrownBy(() -> read(bytes(lines)))
                .withMessageStartingWith("ledger:3: damaged record")
                .withMessageContaining(text);
    }

    @Test
    void anotherVersionIsRefusedWithWhatReadsIt() {
        assertThatIOException()
                .isThrownBy(() -> read("aftershock-ledger 3\n".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("ledger:1")
                .withMessageContaining("'aftershock-ledger 3', expected 'aftershock-ledger 2'")
                .withMessageContaining("newer release");
        assertThatIOException()
                .isThrownBy(() -> read("aftershock-ledger 1\nI 1 1 5 6\n".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("older release");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "hello\n", "\n", "aftershock-ledger 2x", "aftershock-ledger\n", "aftershock-ledger 0\n"
            })
    void anotherFileIsNoEmptyJournal(String text) {
        assertThatIOException()
                .isThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("this is no ledger journal");
    }

    @Test
    void aLineWithoutEndIsNotReadIntoMemory() {
        String endless = LedgerFormat.HEADER + "\n" + "x".repeat(5000);
        assertThatIOException()
                .isThrownBy(() -> read(endless.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("ledger:2")
                .withMessageContaining("longer than 4096 bytes")
                .withMessageContaining("The 0 records");
    }

    private static boolean isRead(byte[] bytes) {
        try {
            read(bytes);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("ledger:");
            return false;
        }
    }

    private static void read(byte[] bytes) throws IOException {
        LedgerFormat.read(new ByteArrayInputStream(bytes), "ledger");
    }

    private List<String> lines() {
        return new ArrayList<>(new String(whole, StandardCharsets.UTF_8).lines().toList());
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
