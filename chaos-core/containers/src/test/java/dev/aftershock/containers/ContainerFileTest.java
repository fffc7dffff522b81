package dev.aftershock.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused of the settings of {@code container-file}, without any engine. */
class ContainerFileTest {

    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    Path folder;

    private static void refused(String path, String expected) {
        assertThatThrownBy(() -> new ContainerFile("db", path, Optional.of("x"), NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'path' is '" + path + "'")
                .hasMessageContaining(expected);
    }

    @Test
    void aPathIsAbsoluteAndGoesStraight() {
        for (String path : new String[] {
            "",
            "/",
            "app.conf",
            "etc/app.conf",
            "/etc/",
            "/etc//app.conf",
            "/etc/../app.conf",
            "/./app.conf",
            "/etc/..",
            "/etc/app\n.conf",
            "/a".repeat(33),
            "/" + "a".repeat(256)
        }) {
            refused(path, "; expected an absolute path");
        }
        for (String path : new String[] {"/app.conf", "/etc/..app", "/etc/.app", "/etc/a b/ö.conf", "/a".repeat(32)}) {
            assertThat(new ContainerFile("db", path, Optional.of("x"), NONE).path())
                    .isEqualTo(path);
        }
    }

    @Test
    void whatTheKernelAndTheEngineKeepThereIsNoFileOfTheContainer() {
        for (String path : new String[] {"/proc/1/environ", "/sys/kernel/x", "/dev/shm/x", "/dev"}) {
            refused(path, "which is the kernel's; expected a file outside of /proc, /sys and /dev");
        }
        for (String path : new String[] {"/etc/hosts", "/etc/resolv.conf", "/etc/hostname"}) {
            refused(path, "which the engine mounts there itself; expected another file");
        }
        assertThat(new ContainerFile("db", "/devices", Optional.of("x"), NONE).path())
                .isEqualTo("/devices");
    }

    @Test
    void oneOfTextAndFileIsGiven() {
        assertThatThrownBy(() -> new ContainerFile("db", "/f", NONE, NONE))
                .hasMessage("neither 'content' nor 'from' is given; expected one of them");
        assertThatThrownBy(() -> new ContainerFile("db", "/f", Optional.of("x"), Optional.of("y")))
                .hasMessage("both 'content' and 'from' are given; expected one of them");
    }

    @Test
    void noMoreThan64KibibytesArePut() throws IOException {
        String most = "ä".repeat(32 * 1024);
        assertThat(new ContainerFile("db", "/f", Optional.of(most), NONE).bytes())
                .hasSize(64 * 1024);
        assertThatThrownBy(() -> new ContainerFile("db", "/f", Optional.of(most + "x"), NONE))
                .hasMessage("'content' has 65537 bytes; expected at most 64 KiB");

        Path file = Files.write(folder.resolve("from"), new byte[64 * 1024]);
        ContainerFile settings = new ContainerFile("db", "/f", NONE, Optional.of(file.toString()));
        assertThat(settings.bytes()).hasSize(64 * 1024);
        Files.write(file, new byte[64 * 1024 + 1]);
        assertThatThrownBy(settings::bytes)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'from' is '" + file + "', which is larger; expected at most 64 KiB");
        Files.delete(file);
        assertThatThrownBy(settings::bytes)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("which cannot be read (NoSuchFileException); expected a readable file");
    }
}
