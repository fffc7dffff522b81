package dev.aftershock.cli;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.RunResult;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.reports.files.IndexedRun;
import dev.aftershock.reports.files.RunsIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the reports of a recorded run again, or of a folder of runs one page with their trend.",
            "",
            "Every run is judged anew from its sealed record; one that cannot be is told and left out.",
            "Exit codes: 0 written, 64 bad input."
        })
final class ReportCommand implements Callable<Integer> {

    private static final String RUN = "run.json";

    @Parameters(paramLabel = "DIR", description = "The folder of a run, or of runs.")
    Path directory = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isDirectory(directory)) {
            throw InvalidInputException.of("there is no folder " + directory, "the folder of a run, or of runs");
        }
        try {
            if (Files.exists(directory.resolve(RUN), LinkOption.NOFOLLOW_LINKS)) {
                one(out);
            } else {
                many(out, spec.commandLine().getErr());
            }
            return 0;
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "cannot report " + directory + ": " + e.getMessage(), "the folder of a run, or of runs");
        }
    }

    private void one(PrintWriter out) throws IOException {
        RunResult result = Engine.conclude(directory.toAbsolutePath(), RunCommand.reporters());
        result.artifacts().forEach(artifact -> out.println(artifact.file()));
        if (!result.failedReports().isEmpty()) {
            throw new IOException(String.join("; ", result.failedReports()));
        }
    }

    private void many(PrintWriter out, PrintWriter err) throws IOException {
        List<IndexedRun> runs = new ArrayList<>();
        for (Path folder : folders()) {
            try {
                runs.add(IndexedRun.of(Engine.conclude(folder.toAbsolutePath(), List.of()), directory));
            } catch (IOException e) {
                err.println("left out: " + e.getMessage());
            }
        }
        if (runs.isEmpty()) {
            throw new IOException("it holds no run that can be judged");
        }
        out.println(RunsIndex.write(directory, runs));
    }

    /** Runs lie in the folder itself; those of a campaign one level below. */
    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.walk(directory, 2)) {
            return all.filter(folder -> Files.isRegularFile(folder.resolve(RUN), LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
