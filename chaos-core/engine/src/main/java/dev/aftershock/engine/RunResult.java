package dev.aftershock.engine;

import java.nio.file.Path;
import java.util.ArrayList;
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

    /** What was run, the same each time: test reports show parameters, and take another text for another test. */
    @Override
    public String toString() {
        return "run of '" + recording.header().title() + "'";
    }

    /** The same result, beside which one more report failed. */
    RunResult withFailedReport(String failure) {
        List<String> failed = new ArrayList<>(failedReports);
        failed.add(failure);
        return new RunResult(directory, recording, assessment, artifacts, failed);
    }
}
