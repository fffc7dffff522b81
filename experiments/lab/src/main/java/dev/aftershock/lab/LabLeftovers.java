package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds and removes what is left of a lab whose process died, from any other process of the same user. */
public final class LabLeftovers {

    static final String PREFIX = "aftershock-lab-";
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private LabLeftovers() {}

    /**
     * Ends every server process of a lab and deletes its folder. Does not ask whether the lab is still in use.
     * Idempotent: a lab that is gone is no error.
     * Works in an interrupted thread, too.
     *
     * @param directory the lab's folder
     * @return what was there to be removed
     * @throws LabException when the path is no lab's, or something cannot be removed
     */
    public static Removal remove(Path directory) {
        LabDirectory lab = LabDirectory.named(PREFIX, directory);
        return Uninterrupted.call(() -> remove(lab));
    }

    private static Removal remove(LabDirectory lab) {
        try {
            boolean exists = lab.exists();
            Set<Long> ended =
                    OwnedProcesses.POSTGRES.end(lab.mark(), new Poll(MonotonicClock.startingNow()), END_LIMIT);
            if (exists) {
                sweepAndDelete(lab);
            }
            return new Removal(List.copyOf(ended), exists);
        } catch (IOException e) {
            throw new LabException("the lab " + lab.path() + " could not be removed: " + e + ". Remove it by hand", e);
        }
    }

    /** Whether neither a process nor the folder of a lab is left. */
    public static boolean gone(Path directory) {
        LabDirectory lab = LabDirectory.named(PREFIX, directory);
        return !Files.exists(lab.path(), LinkOption.NOFOLLOW_LINKS)
                && OwnedProcesses.POSTGRES.of(lab.mark()).isEmpty();
    }

    /** The labs of this user below {@code java.io.tmpdir} whose maker is dead; they can be removed. */
    public static List<Path> abandoned() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(LabLeftovers::isAbandonedLab).toList();
        } catch (IOException e) {
            throw new LabException("cannot look for labs in " + parent + ": " + e, e);
        }
    }

    private static boolean isAbandonedLab(Path path) {
        if (!path.getFileName().toString().startsWith(PREFIX)) {
            return false;
        }
        try {
            LabDirectory lab = LabDirectory.named(PREFIX, path);
            return lab.exists() && !lab.ownerLives();
        } catch (IOException | LabException e) {
            return false; // not ours
        }
    }

    private static void sweepAndDelete(LabDirectory lab) throws IOException {
        try {
            sweepSharedMemory(lab);
        } finally {
            lab.delete();
        }
    }

    /** A killed server leaves a System V segment of 56 bytes, of which some systems have room for few. */
    private static void sweepSharedMemory(LabDirectory lab) throws IOException {
        List<Path> members;
        try (Stream<Path> entries = Files.list(lab.path())) {
            members = entries.filter(entry -> PostgresNode.killed(entry)).toList();
        }
        if (members.isEmpty()) {
            return;
        }
        ServerPrograms programs = new ServerPrograms(PostgresBinaries.locate(), ServerUser.choose());
        for (Path member : members) {
            PostgresNode.sweepSharedMemory(programs, member);
        }
    }

    /**
     * What a removal found.
     *
     * @param ended the ids of the processes that were killed
     * @param deleted whether there was a folder to delete
     */
    public record Removal(List<Long> ended, boolean deleted) {}
}
