package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {

    @TempDir
    Path folder;

    @Test
    void theImageHoldsTheProgramAndHowToStartIt() throws Exception {
        Path program = Files.write(folder.resolve("server"), "\177ELF and more".getBytes(StandardCharsets.ISO_8859_1));
        Path archive = folder.resolve("image.tar");

        ImageArchive.ofFile("aftershock/server:1", program, "-host=0.0.0.0").writeTo(archive);

        Map<String, byte[]> entries = unpack(Files.newInputStream(archive));
        ObjectMapper json = new ObjectMapper();
        JsonNode manifest = json.readTree(entries.get("manifest.json")).get(0);
        JsonNode config = json.readTree(entries.get(manifest.get("Config").asText()));
        byte[] layer = entries.get(manifest.get("Layers").get(0).asText());
        assertThat(manifest.get("RepoTags").get(0).asText()).isEqualTo("aftershock/server:1");
        assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/server");
        assertThat(config.at("/config/Cmd/0").asText()).isEqualTo("-host=0.0.0.0");
        assertThat(config.at("/rootfs/diff_ids/0").asText())
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(layer)));
        assertThat(unpack(new java.io.ByteArrayInputStream(layer)).get("server"))
                .isEqualTo(Files.readAllBytes(program));
    }

    @Test
    void aProgramThatNeedsALoaderIsRefused() throws IOException {
        Path linked = Files.write(
                folder.resolve("linked"), "\177ELF /lib64/ld-linux.so".getBytes(StandardCharsets.ISO_8859_1));
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");

        for (Path file : java.util.List.of(linked, script)) {
            assertThatThrownBy(() -> ImageArchive.ofFile("aftershock/server:1", file))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining(file + " is no statically linked program");
        }
    }

    @Test
    void anArchiveThatWasMadeBeforeKeepsItsNameAndEveryByte() throws IOException {
        Path program = Files.write(folder.resolve("server"), "\177ELF and more".getBytes(StandardCharsets.ISO_8859_1));
        Path before = folder.resolve("before.tar");
        ImageArchive.ofFile("aftershock/server:1", program).writeTo(before);

        ImageArchive archive = ImageArchive.ofArchive(before);
        archive.writeTo(folder.resolve("after.tar"));

        assertThat(archive.name()).isEqualTo("aftershock/server:1");
        assertThat(folder.resolve("after.tar")).hasSameBinaryContentAs(before);
    }

    @Test
    void whatIsNoArchiveOfAnImageIsRefused() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.tar"));
        assertThatThrownBy(() -> ImageArchive.ofArchive(empty))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(empty + " holds no manifest.json");
    }

    private static Map<String, byte[]> unpack(InputStream archive) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), tar.readAllBytes());
            }
        }
        return entries;
    }
}
