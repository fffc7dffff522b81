package dev.aftershock.engine;

import java.io.IOException;
import java.util.List;

/** Writes the frozen result of a run in some form; found by {@link java.util.ServiceLoader}. */
public interface Reporter {

    /** The word that names it. */
    String kind();

    /** Reporters run in ascending order; one that attaches others' files comes after them. */
    int order();

    /**
     * Writes files below the run's directory.
     *
     * @param before what earlier reporters and the engine left
     * @throws IOException when it could not write; the verdict stands, the exit code says that a report is missing
     */
    List<Artifact> report(RunResult result, List<Artifact> before) throws IOException;
}
