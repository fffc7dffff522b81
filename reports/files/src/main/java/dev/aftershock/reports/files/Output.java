package dev.aftershock.reports.files;

import dev.aftershock.engine.Artifact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes whole files into a run's folder: a reader sees the old file or the new one, never half of one. */
final class Output {

    private final Path directory;
    private final List<Artifact> artifacts = new ArrayList<>();

    /**
     * Takes an existing folder.
     *
     * @throws IOException when it does not exist
     */
    Output(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        if (!Files.isDirectory(this.directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is no folder; reports go into the folder of the run");
        }
    }

    /** What a file is. */
    record Kind(String name, String mediaType, String fileName) {}

    /** Fills a file. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    void write(Kind kind, String content) throws IOException {
        write(kind, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes beside the final name and renames, which also replaces a link instead of following it. */
    void write(Kind kind, Content content) throws IOException {
        Path file = directory.resolve(kind.fileName());
        Path temporary = Files.createTempFile(directory, "." + kind.fileName(), ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                content.write(out);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        artifacts.add(new Artifact(kind.name(), kind.mediaType(), file));
    }

    /** Takes away what an earlier report left that this one does not write. */
    void remove(String fileName) throws IOException {
        Files.deleteIfExists(directory.resolve(fileName));
    }

    List<Artifact> artifacts() {
        return List.copyOf(artifacts);
    }
}
