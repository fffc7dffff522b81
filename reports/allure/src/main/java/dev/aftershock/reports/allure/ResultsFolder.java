package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Allure's results folder: a reader sees each file whole or not at all, since Allure may read while a run writes. */
final class ResultsFolder implements Results {

    private static final String LOCK = ".aftershock.lock";

    private final Path folder;

    /** Makes the folder when there is none. */
    private ResultsFolder(Path folder) throws IOException {
        try {
            this.folder = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** The folder that the system property names, or else one within the run's. */
    static ResultsFolder ofRun(Path directory) throws IOException {
        String shared = System.getProperty(AllureReporter.FOLDER_PROPERTY, "");
        if (!shared.isBlank()) {
            return new ResultsFolder(Path.of(shared));
        }
        Path own = directory.resolve("allure-results");
        if (Files.isSymbolicLink(own)) {
            throw new IOException(own + " is a link; results of a run go into its own folder: remove the link");
        }
        return new ResultsFolder(own);
    }

    /** The folder into which Allure's own library writes. */
    static ResultsFolder ofLibrary() throws IOException {
        return new ResultsFolder(LibrarySettings.folder());
    }

    static String text(JsonNode json) {
        return json.toPrettyString() + "\n";
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    @Override
    public void write(String name, String text) throws IOException {
        put(name, temporary -> Files.writeString(temporary, text));
    }

    @Override
    public void copy(String name, Path source) throws IOException {
        put(name, temporary -> Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Something that is done to the folder. */
    interface Action {
        void run() throws IOException;
    }

    /** Does something while no other process, and no other thread of this one, does such a thing to this folder. */
    void alone(Action action) throws IOException {
        Path file = path(LOCK);
        try (FileChannel channel = open(file)) {
            FolderLock.hold(channel, file, action);
        }
    }

    private FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private interface Fill {
        void into(Path temporary) throws IOException;
    }

    /** Renaming replaces a link instead of following it. */
    private void put(String name, Fill fill) throws IOException {
        Path temporary = null;
        try {
            temporary = Files.createTempFile(folder, ".aftershock", ".tmp");
            fill.into(temporary);
            Files.move(temporary, path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(folder, e);
        } finally {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static IOException failed(Path folder, IOException e) {
        String reason = e instanceof FileSystemException file
                ? Optional.ofNullable(file.getReason()).orElse(e.getClass().getSimpleName())
                : e.getMessage();
        return new IOException(
                "Allure results cannot be written to " + folder + ": " + reason
                        + "; make it a folder with space that may be"
                        + " written, or name another with -D" + AllureReporter.FOLDER_PROPERTY
                        + "; the verdict is in the"
                        + " run's own folder",
                e);
    }
}
