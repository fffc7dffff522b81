package dev.aftershock.cli;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs an experiment and ends with its verdict. Ctrl-C heals first.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    ExperimentArgument experiment = new ExperimentArgument();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "aftershock-runs",
            description = "Where the run's own folder is made (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("aftershock-runs");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything random; printed, so that it can be repeated.")
    Optional<Long> seed = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the verdict only.")
    boolean quiet;

    @Option(names = "--no-color", description = "Print without colours; the NO_COLOR variable does the same.")
    boolean noColor;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Registry registry = Registry.onClassPath();
        ReadExperiment read = experiment.read(registry);
        long chosen = seed.orElseGet(() -> new SecureRandom().nextLong() >>> 1);
        PrintWriter writer = spec.commandLine().getOut();
        Style style = Style.of(noColor);
        LiveView view = new LiveView(writer, style, quiet, Style.onTerminal());
        Engine engine = new Engine(registry, StateDirectory.ofUser(), view);
        HealOnExit guard = HealOnExit.of(engine::stop);
        try {
            view.begin(read.experiment(), chosen);
            RunResult result = engine.run(read, new RunOptions(out, chosen, reporters()));
            view.end();
            new ResultView(writer, style, quiet).print(result);
            return exitCode(result);
        } finally {
            guard.close();
        }
    }

    static List<Reporter> reporters() {
        return ServiceLoader.load(Reporter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static int exitCode(RunResult result) {
        int code = result.assessment().verdict().exitCode();
        return code == 0 && !result.failedReports().isEmpty() ? Main.INTERNAL_ERROR : code;
    }
}
