package dev.aftershock.cli;

import dev.aftershock.engine.Planner;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Checks an experiment file and reports every problem in it; touches nothing.")
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    ExperimentArgument experiment = new ExperimentArgument();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Registry registry = Registry.onClassPath();
        ReadExperiment read = experiment.read(registry);
        if (read.experiment().method().isEmpty()) {
            Planner.planToWatch(read, registry);
        } else {
            Planner.plan(read, registry);
        }
        spec.commandLine().getOut().println(experiment.file + " is valid");
        return 0;
    }
}
