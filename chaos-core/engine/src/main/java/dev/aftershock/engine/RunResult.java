package dev.aftershock.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * The frozen result of a run.
 *
 * @param directory where the record is
 * @param recording what was recorded
 * @param assessment what the judge made of it
 * @param artifacts the files left for people and tools
 * @param failedReports one line for each reporter that failed
 */
public record RunResult(
        Path directory,
        Recording recording,
        Assessment assessment,
        List<Artifact> artifacts,
        List<String> failedReports) {

    /** Copies the lists. */
    public RunResult {
        artifacts = List.copyOf(artifacts);
        failedReports = List.copyOf(failedReports);
    }
}
