package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program tar writes is understood, and what is changed in it the program understands. */
class TarredFileTest {

    private static final Instant THEN = Instant.parse("2024-02-29T12:00:01Z");

    @TempDir
    Path folder;

    private Path out = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        out = Files.createDirectory(folder.resolve("out"));
    }

    private static void tar(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private byte[] archive(String format, String name) throws Exception {
        Path archive = folder.resolve("archive.tar");
        tar("--format=" + format, "-C", folder.toString(), "-cf", archive.toString(), name);
        return Files.readAllBytes(archive);
    }

    private void write(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(THEN));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"ustar, 1", "pax, 1", "pax, 120", "gnu, 120"})
    void otherBytesAreUnpackedWithTheModeAndTheTimeThatWereThere(String format, int letters) throws Exception {
        String name = "n".repeat(letters);
        write(name, "what it held");
        TarredFile before = TarredFile.read(archive(format, name)).orElseThrow();
        for (String content : List.of("", "other", "x".repeat(512), "y".repeat(65_536))) {
            Path changed = Files.write(
                    folder.resolve("changed.tar"), before.with(bytes(content)).tar());
            tar("-C", out.toString(), "-xpf", changed.toString());
            Path unpacked = out.resolve(name);
            assertThat(unpacked).hasContent(content);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked)))
                    .isEqualTo("rw-r-----");
            assertThat(Files.getLastModifiedTime(unpacked).toInstant()).isEqualTo(THEN);
        }
    }

    @Test
    void onlyTheSameBytesWithTheSameModeAreTheSame() throws Exception {
        write("f", "what it held");
        TarredFile before = TarredFile.read(archive("pax", "f")).orElseThrow();
        assertThat(before.isSame(TarredFile.of(before.text()))).isTrue();
        assertThat(before.isSame(before.with(bytes("what it hold")))).isFalse();
        assertThat(before.isSame(before.with(bytes("what it held!")))).isFalse();
        assertThat(before.isBeginningOf(before.with(bytes("what it held!")))).isTrue();
        Files.setPosixFilePermissions(folder.resolve("f"), PosixFilePermissions.fromString("rw-------"));
        assertThat(before.isSame(TarredFile.read(archive("pax", "f")).orElseThrow()))
                .isFalse();
    }

    @Test
    void whatIsNoFileIsNone() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere"));
        assertThat(TarredFile.read(archive("pax", "link"))).isEmpty();
        assertThat(TarHead.read(archive("pax", "link")).link()).isEqualTo("elsewhere");
        assertThat(TarredFile.read(archive("pax", "out"))).isEmpty();
        assertThat(TarHead.read(archive("pax", "out")).isFolder()).isTrue();
    }

    @Test
    void whatIsNoArchiveOrCutOffIsRefused() throws Exception {
        write("f", "what it held");
        byte[] whole = archive("ustar", "f");
        for (byte[] none : new byte[][] {{}, bytes("no archive"), Arrays.copyOf(whole, 515), new byte[2048]}) {
            assertThatThrownBy(() -> TarredFile.read(none)).isInstanceOf(IOException.class);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TarredFile.of("bm8gYXJjaGl2ZQ=="));
    }

    @Test
    void itTellsNothingOfItsBytes() throws Exception {
        write("f", "what it held");
        assertThat(TarredFile.read(archive("pax", "f")).orElseThrow()).hasToString("a file of 12 bytes");
    }
}
