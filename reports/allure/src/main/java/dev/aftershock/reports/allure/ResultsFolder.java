package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Allure's results folder: a reader sees each file whole or not at all, since Allure may read while a run writes. */
final class ResultsFolder {

    private final Path folder;

    /** Makes the folder when there is none. */
    ResultsFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Path write(String name, JsonNode json) throws IOException {
        return write(name, json.toPrettyString() + "\n");
    }

    Path write(String name, String text) throws IOException {
        return put(name, temporary -> Files.writeString(temporary, text));
    }

    void copy(String name, Path source) throws IOException {
        put(name, temporary -> Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Fill {
        void into(Path temporary) throws IOException;
    }

    /** Renaming replaces a link instead of following it. */
    private Path put(String name, Fill fill) throws IOException {
        Path temporary = Files.createTempFile(folder, ".aftershock", ".tmp");
        try {
            fill.into(temporary);
            return Files.move(
                    temporary, path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
