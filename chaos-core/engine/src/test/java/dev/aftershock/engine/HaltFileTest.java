package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaltFileTest {

    @TempDir
    Path folder;

    @Test
    void itIsInTheStateDirectoryAndTellsWhoTouchedIt() {
        HaltFile halt = HaltFile.of(new StateDirectory(folder));
        assertThat(halt.file()).isEqualTo(folder.resolve("halt"));
        halt.touch();
        assertThat(halt.file())
                .content()
                .endsWith(" by process " + ProcessHandle.current().pid() + "\n");
    }

    @Test
    void eachTouchIsSeen() throws IOException {
        HaltFile halt = new HaltFile(folder.resolve("halt"));
        long never = halt.touched();
        halt.touch();
        Files.setLastModifiedTime(halt.file(), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        long first = halt.touched();
        halt.touch();

        assertThat(first).isNotEqualTo(never);
        assertThat(halt.touched()).isNotEqualTo(never).isNotEqualTo(first);
        Files.delete(halt.file());
        assertThat(halt.touched()).isEqualTo(never);
    }

    @Test
    void whatCannotBeTouchedIsToldAndNoLinkIsFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        HaltFile link = new HaltFile(Files.createSymbolicLink(folder.resolve("halt"), precious));
        assertThatThrownBy(link::touch)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write the halt file " + link.file());
        assertThat(precious).hasContent("mine");
    }
}
