package dev.aftershock.cli;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.RunResult;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = "Computes the verdict of a recorded run again, from its record alone.")
final class JudgeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN_DIR", description = "The folder of a run.")
    Path directory = Path.of("");

    @Option(names = "--reports", description = "Write the reports again too.")
    boolean reports;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the verdict only.")
    boolean quiet;

    @Option(names = "--no-color", description = "Print without colours.")
    boolean noColor;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            RunResult result =
                    Engine.conclude(directory.toAbsolutePath(), reports ? RunCommand.reporters() : List.of());
            new ResultView(spec.commandLine().getOut(), Style.of(noColor), quiet).print(result);
            return RunCommand.exitCode(result);
        } catch (IOException e) {
            throw InvalidInputException.of("cannot judge " + directory + ": " + e.getMessage(), "the folder of a run");
        }
    }
}
