package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One experiment per target, and one budget for all: what a run is about to break, no other run that shares its state directory
 * may have broken and not yet healed, and all of them together may not have broken more than the run's blast radius allows. The
 * open intents of the journals are the claims; a lock makes looking and writing one step. For one thread.
 */
final class Claims {

    private final Registry registry;
    private final StateDirectory state;
    private final BlastRadius radius;
    private final Map<Path, Seen> seen = new HashMap<>();

    Claims(Registry registry, StateDirectory state, BlastRadius radius) {
        this.registry = registry;
        this.state = state;
        this.radius = radius;
    }

    /**
     * Writes intents down, if nobody else claims what they are about and the budget has room for it.
     *
     * @param own the journal that they are written to; what is open in it counts too
     * @throws InvalidInputException when somebody does, or it has not; nothing was written
     * @throws IOException when another run keeps the lock for more than five seconds, or it cannot be taken
     */
    void claim(FaultJournal own, List<UndoRecipe> recipes, Runnable writeIntents) throws IOException {
        Path file = state.journals().resolveSibling("claims.lock");
        try (FileChannel channel = FileLocks.open(file);
                FileLock held = FileLocks.lock(channel, file)) {
            assert held.isValid();
            Map<String, String> others = othersClaims(own.file());
            Map<String, String> ours = new HashMap<>();
            own.open().forEach(recipe -> object(recipe).ifPresent(object -> ours.put(object, recipe.target())));
            for (UndoRecipe recipe : recipes) {
                object(recipe).ifPresent(object -> {
                    refuseTaken(recipe, others.get(object));
                    ours.put(object, recipe.target());
                });
            }
            refuseTooMany(ours.size(), others);
            writeIntents.run();
        }
    }

    /** Which objects other runs hold, and in words which fault of which run does. */
    private Map<String, String> othersClaims(Path own) throws IOException {
        Map<String, String> claims = new HashMap<>();
        List<Path> journals = state.journalFiles();
        for (Path journal : journals) {
            if (!journal.equals(own)) {
                claims.putAll(claimsIn(journal));
            }
        }
        seen.keySet().retainAll(Set.copyOf(journals));
        return claims;
    }

    /** A journal that nobody wrote to since is not read again: most of them are of runs long ended. */
    private Map<String, String> claimsIn(Path journal) throws IOException {
        Age now = Age.of(journal);
        Seen last = seen.get(journal);
        if (last == null || !last.age().equals(now)) {
            last = new Seen(now, read(journal));
            seen.put(journal, last);
        }
        return last.claims();
    }

    private Map<String, String> read(Path journal) throws IOException {
        Map<String, String> claims = new HashMap<>();
        for (JournaledFault fault : JournalReader.read(journal).open()) {
            object(fault.recipe())
                    .ifPresent(object ->
                            claims.put(object, "fault '" + fault.id() + "' of run " + StateDirectory.runOf(journal)));
        }
        return claims;
    }

    /** What changes whenever a journal is written to or cut. */
    private record Age(long bytes, FileTime written) {
        static Age of(Path journal) throws IOException {
            BasicFileAttributes told =
                    Files.readAttributes(journal, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Age(told.size(), told.lastModifiedTime());
        }
    }

    /** The claims of a journal, and how old it was before it was read. */
    private record Seen(Age age, Map<String, String> claims) {}

    private static void refuseTaken(UndoRecipe recipe, @Nullable String by) {
        if (by != null) {
            throw InvalidInputException.of(
                    "'" + recipe.target() + "' is being broken already, by " + by,
                    "one experiment per target: wait for that run, or heal it: aftershock halt, then recover");
        }
    }

    private void refuseTooMany(int ours, Map<String, String> others) {
        int all = ours + others.size();
        if (!others.isEmpty() && radius.targets().filter(most -> all > most).isPresent()) {
            throw InvalidInputException.of(
                    all + " targets would be broken at once, " + others.size() + " of them by other runs ("
                            + new TreeSet<>(others.values()) + "), more than the "
                            + radius.targets().get() + " of 'targets' in the blast-radius",
                    "to wait for those runs, or a larger blast-radius");
        }
    }

    private Optional<String> object(UndoRecipe recipe) {
        try {
            return Optional.ofNullable(registry.faults().get(recipe.kind())).map(provider -> provider.object(recipe));
        } catch (IllegalStateException lacksAFact) {
            // A recipe of another version: what it is about nobody here can tell.
            return Optional.empty();
        }
    }
}
