package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FillCommandTest {

    private static final int BYTES = 3_000_000;

    @TempDir
    Path folder;

    private final StringWriter told = new StringWriter();

    private int execute(String... options) {
        PrintWriter to = new PrintWriter(told, true);
        return Main.execute(to, to, options);
    }

    private boolean isHeld() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.anyMatch(this::isOurs);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isOurs(Path descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptor).toString();
            return file.startsWith(folder.toRealPath().toString())
                    && file.endsWith(" (deleted)")
                    && Files.size(descriptor) == BYTES;
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void itHoldsSpaceInAFileWithoutANameAndGivesItBack() throws Exception {
        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(
                () -> execute("fill", folder.toString(), "--bytes=" + BYTES, "--lasts=3s"));
        await().atMost(Duration.ofSeconds(30)).until(() -> told.toString().contains("holding " + BYTES + " free "));
        assertThat(isHeld()).isTrue();
        assertThat(folder).isEmptyDirectory();

        assertThat(ended.join()).as(told.toString()).isZero();
        assertThat(isHeld()).isFalse();
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThat(execute("fill", folder.toString(), "--bytes=-1", "--lasts=1s"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(execute("fill", folder.toString(), "--lasts=2h")).isEqualTo(Main.BAD_INPUT);
        assertThat(told.toString())
                .contains("'--bytes' is -1; expected 0 or more")
                .contains("'--lasts' is 2h; expected at most 1h");
    }
}
