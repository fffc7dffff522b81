package dev.aftershock.processes;

import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Process identities as text in an undo recipe: {@code pid@start}, several joined by commas. */
final class Facts {

    /** The fact that tells which process a fault is about. */
    static final String PROCESS = "process";

    private Facts() {}

    /** What such a fault acts on. */
    static String object(UndoRecipe recipe) {
        return "process " + recipe.fact(PROCESS);
    }

    static String write(ProcessIdentity process) {
        return process.toString();
    }

    static String write(Collection<ProcessIdentity> processes) {
        return processes.stream().map(Facts::write).collect(Collectors.joining(","));
    }

    /**
     * The one process that a text means.
     *
     * @throws IllegalStateException when it means none
     */
    static ProcessIdentity read(String text) {
        try {
            return ProcessIdentity.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("an undo recipe is not as it was written: " + e.getMessage(), e);
        }
    }

    static List<ProcessIdentity> readAll(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Facts::read).toList();
    }
}
