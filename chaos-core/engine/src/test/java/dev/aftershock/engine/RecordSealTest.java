package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSealTest {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path record;

    private Path small;
    private Path large;

    @BeforeEach
    void write() throws IOException {
        small = Files.writeString(record.resolve("small"), "abc");
        large = Files.createDirectories(record.resolve("in")).resolve("large");
        // More than one buffer of its reader.
        Files.write(large, new byte[200_000]);
        RecordSeal.write(record, List.of(small, large));
    }

    @Test
    void itIsWhatSha256sumWrites() throws IOException {
        List<String> lines = Files.readAllLines(record.resolve(RecordSeal.FILE));
        assertThat(lines.get(0)).isEqualTo(ABC + "  small");
        assertThat(lines.get(1)).matches("[0-9a-f]{64}  in/large");
        RecordSeal seal = RecordSeal.check(record);
        assertThat(seal.of(small)).isEqualTo(small);
        assertThat(seal.of(large)).isEqualTo(large);
    }

    @Test
    void aChangedByteIsNamedWithItsFileAndLine() throws IOException {
        byte[] bytes = Files.readAllBytes(large);
        bytes[150_000] = 1;
        Files.write(large, bytes);
        refused(large + " (200000 bytes) is not what was recorded: its digest differs from line 2 of SHA256SUMS");
    }

    @Test
    void aFileThatIsGoneIsMissed() throws IOException {
        Files.delete(large);
        refused(large + " is missing from the record");
    }

    @Test
    void aFileOfSomebodyElsesIsNotRead() throws IOException {
        Files.delete(small);
        Files.createSymbolicLink(small, Path.of("/etc/hostname"));
        refused(small + " is no file of the record's own: it leads elsewhere");
        seal(ABC + "  ../elsewhere");
        refused("is missing from the record");
    }

    @Test
    void aFileThatWasNotSealedIsNotGiven() throws IOException {
        seal(ABC + "  small");
        assertThatThrownBy(() -> RecordSeal.check(record).of(large))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(large + " is not named in SHA256SUMS");
    }

    @Test
    void aLineThatIsNoneIsTold() throws IOException {
        seal(ABC + "  small", "nonsense");
        refused("SHA256SUMS:2: expected a digest and a file's name");
        seal("0  a\0b");
        refused("SHA256SUMS:1: expected a digest and a file's name");
        // Nothing stands before this one's end.
        seal("\0");
        refused("SHA256SUMS:1: ");
        seal("0  \0b");
        refused("SHA256SUMS:1: ");
    }

    @Test
    void withoutASealTheRunDidNotFinish() throws IOException {
        Files.delete(record.resolve(RecordSeal.FILE));
        refused(record + " holds no SHA256SUMS: its run did not finish recording");
    }

    private void seal(String... lines) throws IOException {
        Files.write(record.resolve(RecordSeal.FILE), List.of(lines));
    }

    private void refused(String why) {
        assertThatThrownBy(() -> RecordSeal.check(record))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("no verdict is given on it");
    }
}
