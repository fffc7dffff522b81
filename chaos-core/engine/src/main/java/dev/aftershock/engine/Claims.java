package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One experiment per target: what a run is about to break, no other run that shares its state directory may have broken and
 * not yet healed. The open intents of the journals are the claims; a lock makes looking and writing one step.
 */
final class Claims {

    private final Registry registry;
    private final StateDirectory state;

    Claims(Registry registry, StateDirectory state) {
        this.registry = registry;
        this.state = state;
    }

    /**
     * Writes intents down, if nobody else claims what they are about.
     *
     * @param own the journal that they are written to
     * @throws InvalidInputException when somebody does; nothing was written
     * @throws IOException when another run keeps the lock for more than five seconds, or it cannot be taken
     */
    void claim(Path own, List<UndoRecipe> recipes, Runnable writeIntents) throws IOException {
        Path file = state.journals().resolveSibling("claims.lock");
        try (FileChannel channel = FileLocks.open(file);
                FileLock held = FileLocks.lock(channel, file)) {
            assert held.isValid();
            Map<String, String> taken = takenByOthers(own);
            for (UndoRecipe recipe : recipes) {
                object(recipe).map(taken::get).ifPresent(by -> {
                    throw InvalidInputException.of(
                            "'" + recipe.target() + "' is being broken already, by " + by,
                            "one experiment per target: wait for that run, or heal it: aftershock halt, then recover");
                });
            }
            writeIntents.run();
        }
    }

    /** Who holds each object. */
    private Map<String, String> takenByOthers(Path own) throws IOException {
        Map<String, String> taken = new HashMap<>();
        for (Path journal : state.journalFiles()) {
            if (!journal.equals(own)) {
                for (JournaledFault fault : JournalReader.read(journal).open()) {
                    object(fault.recipe())
                            .ifPresent(object -> taken.put(
                                    object, "fault '" + fault.id() + "' of run " + StateDirectory.runOf(journal)));
                }
            }
        }
        return taken;
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
