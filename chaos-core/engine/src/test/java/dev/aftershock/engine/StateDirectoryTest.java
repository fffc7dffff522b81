package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that cannot be trusted or written stops everything before it begins. */
class StateDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void aFolderThatIsNotThereIsMadeForItsUserAlone() throws IOException {
        Path journals = new StateDirectory(folder.resolve("not").resolve("there")).journals();
        for (Path made = journals; !made.equals(folder); made = made.getParent()) {
            assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void whatOthersMayWriteIsRefused() throws IOException {
        Path journals = new StateDirectory(folder).journals();
        Files.setPosixFilePermissions(journals, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> new StateDirectory(folder).journals())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing is injected without it")
                .hasStackTraceContaining("others may write " + journals + "; take that away: chmod 700");
    }

    @Test
    void whatBelongsToAnotherUserIsRefused() throws IOException {
        Path journals = new StateDirectory(folder).journals();
        assumeTrue(isRoot(), "only root can give a folder away");
        Files.setAttribute(journals, "unix:uid", 65_534);
        assertThatThrownBy(() -> new StateDirectory(folder).journals())
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining(journals + " belongs to another user");
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Files.writeString(folder.resolve("journal"), "mine");
        assertThatThrownBy(() -> new StateDirectory(folder).journals()).isInstanceOf(UncheckedIOException.class);
        assertThat(folder.resolve("journal")).hasContent("mine");
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/"), "unix:uid").equals(0)
                && System.getProperty("user.name").equals("root");
    }

    @Test
    void onlyJournalsAreListedTheOldestFirst() throws IOException {
        StateDirectory state = new StateDirectory(folder);
        Path later = Files.createFile(state.journal("20260102-b"));
        Path earlier = Files.createFile(state.journal("20260101-a"));
        Files.createFile(state.journals().resolve("20260101-a.journal.damaged"));

        assertThat(state.journalFiles()).containsExactly(earlier, later);
        assertThat(StateDirectory.runOf(earlier)).isEqualTo("20260101-a");
    }

    @Test
    void theFolderOfTheUserIsBelowTheHomeFolderWhenNoVariableMovesIt() {
        assumeTrue(
                System.getenv(StateDirectory.VARIABLE) == null && System.getenv("XDG_STATE_HOME") == null,
                "variables cannot be taken away from this process");
        assertThat(StateDirectory.ofUser().root())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/aftershock")
                        .toAbsolutePath());
    }
}
