package dev.aftershock.cli;

import dev.aftershock.engine.CampaignOptions;
import dev.aftershock.engine.CampaignRunner;
import dev.aftershock.engine.Engine;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.Production;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs an experiment, once or in repeated trials, and ends with its verdict. Ctrl-C heals first.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    ExperimentArgument experiment = new ExperimentArgument();

    @Mixin
    CampaignArguments repeated = new CampaignArguments();

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
            names = "--confirm",
            paramLabel = "NAME",
            description =
                    "The production environment to break, or a Kubernetes cluster that is not on this machine; asked"
                            + " for at a terminal when it is not given. May be given several times.")
    List<String> confirm = new ArrayList<>();

    @Option(
            names = "--verdict-to",
            paramLabel = "FILE",
            description = "Also write the verdict with its figures to this file, at most 4096 bytes.")
    Optional<Path> verdictTo = Optional.empty();

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
        Problems problems = new Problems();
        Optional<ReadExperiment> read = read(registry, problems);
        Optional<CampaignArguments.Request> campaign = repeated.read(read.map(ReadExperiment::experiment), problems);
        problems.throwIfAny();
        long chosen = seed.orElseGet(() -> new SecureRandom().nextLong() >>> 1);
        return campaign.isPresent()
                ? trials(registry, read.orElseThrow(), campaign.get(), chosen)
                : once(registry, read.orElseThrow(), chosen);
    }

    private Optional<ReadExperiment> read(Registry registry, Problems problems) {
        try {
            return Optional.of(experiment.read(registry));
        } catch (InvalidInputException e) {
            e.problems().forEach(problems::add);
            return Optional.empty();
        }
    }

    private int once(Registry registry, ReadExperiment read, long chosen) throws IOException {
        Plan plan = Planner.plan(read, registry);
        Production production = production(registry, plan);
        PrintWriter writer = spec.commandLine().getOut();
        Style style = Style.of(noColor);
        LiveView view = new LiveView(writer, style, quiet, Style.onTerminal());
        Engine engine = new Engine(registry, StateDirectory.ofUser(), view);
        HealOnExit guard = HealOnExit.of(engine::stop, plan.longestHealing());
        try {
            view.begin(read.experiment(), chosen);
            RunResult result = engine.run(read, new RunOptions(out, chosen, reporters()).with(production));
            view.end();
            new ResultView(writer, style, quiet).print(result);
            tell(to -> new ResultView(to, Style.of(true), false).print(result));
            return exitCode(result);
        } finally {
            guard.close();
        }
    }

    private int trials(Registry registry, ReadExperiment read, CampaignArguments.Request request, long chosen)
            throws IOException {
        Plan plan = Planner.plan(read, registry);
        Production production = production(registry, plan);
        CampaignView view = new CampaignView(spec.commandLine().getOut(), Style.of(noColor), quiet, Style.onTerminal());
        CampaignRunner runner = new CampaignRunner(registry, StateDirectory.ofUser(), view);
        HealOnExit guard = HealOnExit.of(runner::stop, plan.longestHealing());
        try {
            view.begin(read.experiment(), request.gate(), chosen);
            CampaignRunner.Result result =
                    runner.run(read, options(read, request, chosen).with(production));
            view.print(result);
            tell(to -> new CampaignView(to, Style.of(true), true, false).print(result));
            return exitCode(result.campaign().outcome().verdict(), result.failedReports());
        } finally {
            guard.close();
        }
    }

    /** What opts in to break production; clusters elsewhere are refused when nobody confirms them. */
    private Production production(Registry registry, Plan plan) {
        Confirmed confirmed = Confirmed.of(confirm);
        confirmed.refuseClusters(plan, registry);
        return confirmed.production(plan);
    }

    /** What cannot be written never changes a verdict. */
    private void tell(Consumer<PrintWriter> view) {
        verdictTo.ifPresent(file -> {
            try {
                VerdictFile.write(file, view);
            } catch (IOException e) {
                spec.commandLine().getErr().println("the verdict could not be written to " + file + ": " + e);
            }
        });
    }

    private CampaignOptions options(ReadExperiment read, CampaignArguments.Request request, long chosen) {
        return new CampaignOptions(
                out,
                chosen,
                request.gate(),
                request.period().orElse(read.experiment().steadyState().lasting()),
                request.timers(),
                reporters());
    }

    static List<Reporter> reporters() {
        return ServiceLoader.load(Reporter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static int exitCode(RunResult result) {
        return exitCode(result.assessment().verdict(), result.failedReports());
    }

    private static int exitCode(Verdict verdict, List<String> failedReports) {
        return verdict == Verdict.PASS && !failedReports.isEmpty() ? Main.INTERNAL_ERROR : verdict.exitCode();
    }
}
