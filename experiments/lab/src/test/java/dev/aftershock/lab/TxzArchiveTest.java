package dev.aftershock.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TxzArchiveTest {

    @TempDir
    Path folder;

    @Test
    void filesKeepTheirContentAndOnlyProgramsMayBeExecuted() throws IOException {
        InputStream archive = new Archives()
                .file("bin/program", 0700, "run me")
                .file("share/text", 0600, "read me")
                .link("lib/short.so", "long.so.1")
                .file("lib/long.so.1", 0600, "library")
                .open();

        TxzArchive.Tally tally = TxzArchive.extract(archive, root());

        assertThat(tally).isEqualTo(new TxzArchive.Tally(3, 20));
        assertThat(root().resolve("bin/program")).isExecutable().hasContent("run me");
        assertThat(Files.isExecutable(root().resolve("share/text"))).isFalse();
        assertThat(root().resolve("lib/short.so")).isSymbolicLink().hasContent("library");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "bin/../../outside", "/outside"})
    void noFileLeavesTheFolder(String name) throws IOException {
        InputStream archive = new Archives().file(name, 0600, "evil").open();

        assertThatThrownBy(() -> TxzArchive.extract(archive, root()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc"})
    void noLinkLeadsOutOfTheFolder(String to) throws IOException {
        InputStream archive = new Archives().link("lib/link", to).open();

        assertThatThrownBy(() -> TxzArchive.extract(archive, root()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lib/link -> " + to);
    }

    private Path root() throws IOException {
        return Files.createDirectories(folder.resolve("root"));
    }
}
