package dev.aftershock.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where fault journals are kept, apart from any run's own folder, so that {@code aftershock recover} finds them.
 *
 * @param root the folder; made on first use, readable by its owner only
 * @param machine what all users of this machine share; only its superuser may write there
 */
public record StateDirectory(Path root, Path machine) {

    private static final Path MACHINE = Path.of("/var/lib/aftershock");

    /** The environment variable that moves the folder. */
    public static final String VARIABLE = "AFTERSHOCK_STATE";

    /** Belongs to the user of this process, where there is such a file. */
    private static final Path SELF = Path.of("/proc/self/stat");

    /** A folder on this machine. */
    public StateDirectory(Path root) {
        this(root, MACHINE);
    }

    /** The user's own: {@code $AFTERSHOCK_STATE}, else {@code $XDG_STATE_HOME/aftershock}, else below the home folder. */
    public static StateDirectory ofUser() {
        String own = System.getenv(VARIABLE);
        if (own != null && !own.isEmpty()) {
            return new StateDirectory(Path.of(own).toAbsolutePath());
        }
        String xdg = System.getenv("XDG_STATE_HOME");
        Path base = xdg != null && !xdg.isEmpty()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return new StateDirectory(base.resolve("aftershock").toAbsolutePath());
    }

    /** The folder of journals, made when it is not there. */
    Path journals() {
        Path journals = root.resolve("journal");
        try {
            if (!Files.isDirectory(journals, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(
                        journals, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            refuseWhatOthersWrite(journals);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make the journal folder " + journals + "; nothing is injected without it. Set " + VARIABLE
                            + " to a folder that you may write",
                    e);
        }
        return journals;
    }

    /** Where the journal of a run is, if there is one. */
    Path journal(String runId) {
        return journals().resolve(runId + FaultJournal.SUFFIX);
    }

    /** The journals of all runs, the oldest first. */
    List<Path> journalFiles() {
        try (Stream<Path> files = Files.list(journals())) {
            return files.filter(file -> file.toString().endsWith(FaultJournal.SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the fault journals in " + root, e);
        }
    }

    /** The run that a journal is of. */
    static String runOf(Path journal) {
        String name = journal.getFileName().toString();
        return name.substring(0, name.length() - FaultJournal.SUFFIX.length());
    }

    /** Recipes are carried out: whoever may write them here could have anything undone in our name. */
    private static void refuseWhatOthersWrite(Path folder) throws IOException {
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (allowed.contains(PosixFilePermission.GROUP_WRITE) || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others may write " + folder + "; take that away: chmod 700 " + folder);
        }
        Optional<Object> self = userOf(SELF);
        if (self.isPresent() && !userOf(folder).equals(self)) {
            throw new IOException(folder + " belongs to another user");
        }
    }

    private static Optional<Object> userOf(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                : Optional.empty();
    }
}
