package dev.aftershock.engine;

import java.util.Map;

/** Reads experiment files; found by {@link java.util.ServiceLoader}, so that whoever needs no files needs no parser. */
public interface ExperimentReader {

    /**
     * Reads and checks one experiment, except for what only {@link Planner} can know.
     *
     * @param name the file's name for error messages
     * @param text the file's content
     * @param variables values for {@code ${var:name}}
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    ReadExperiment read(String name, String text, Map<String, String> variables);
}
