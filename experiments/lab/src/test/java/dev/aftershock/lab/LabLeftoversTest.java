package dev.aftershock.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabLeftoversTest {

    private static final String NAME = "aftershock-lab-0123456789abcdef";

    @TempDir
    Path parent;

    @ParameterizedTest
    @ValueSource(strings = {"home", "aftershock-lab-", "aftershock-lab-xyz", "my-aftershock-lab-0123456789abcdef"})
    void aFolderWithAnotherNameIsRefused(String name) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));

        assertThatThrownBy(() -> LabLeftovers.remove(folder))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("Nothing was touched");
        assertThat(folder).exists();
    }

    @Test
    void aFolderWithoutTheMarkerIsRefused() throws IOException {
        Path folder = Files.createDirectory(parent.resolve(NAME));
        Path precious = Files.createFile(folder.resolve("precious"));

        assertThatThrownBy(() -> LabLeftovers.remove(folder)).isInstanceOf(LabException.class);
        assertThat(precious).exists();
    }

    @Test
    void aLinkIsRefused() throws IOException {
        Path precious = Files.createDirectory(parent.resolve("precious"));
        Path link = Files.createSymbolicLink(parent.resolve(NAME), precious);

        assertThatThrownBy(() -> LabLeftovers.remove(link)).isInstanceOf(LabException.class);
        assertThat(precious).exists();
    }

    @Test
    void aLinkInsideALabIsNotFollowed() throws IOException {
        Path precious = Files.createFile(
                Files.createDirectory(parent.resolve("precious")).resolve("file"));
        LabDirectory lab = lab();
        Files.createSymbolicLink(lab.of("link"), precious.getParent());

        assertThat(LabLeftovers.remove(lab.path()).deleted()).isTrue();
        assertThat(lab.path()).doesNotExist();
        assertThat(precious).exists();
    }

    @Test
    void removingTwiceIsHarmless() throws IOException {
        LabDirectory lab = lab();

        assertThat(LabLeftovers.remove(lab.path()).deleted()).isTrue();
        assertThat(LabLeftovers.gone(lab.path())).isTrue();
        assertThat(LabLeftovers.remove(lab.path()).deleted()).isFalse();
    }

    @Test
    void aLabWhoseMakerLivesIsNotAbandoned() throws IOException {
        assertThat(lab().ownerLives()).isTrue();
    }

    private LabDirectory lab() throws IOException {
        LabDirectory lab = LabDirectory.named(LabLeftovers.PREFIX, parent.resolve(NAME));
        lab.make(new ServerUser(java.util.Optional.empty()));
        return lab;
    }
}
