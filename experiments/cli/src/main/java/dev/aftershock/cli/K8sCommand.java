package dev.aftershock.cli;

import dev.aftershock.engine.Planner;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "k8s",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Writes manifests for experiments in Kubernetes clusters.")
final class K8sCommand {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Command(
            mixinStandardHelpOptions = true,
            description = "Prints the least roles that an experiment needs, and an account that has them.")
    int rbac(@Mixin ExperimentArgument experiment) {
        Registry registry = Registry.onClassPath();
        ClusterRoles roles = ClusterRoles.of(Planner.plan(experiment.read(registry), registry), registry);
        if (roles.isEmpty()) {
            throw InvalidInputException.of(
                    "no fault and no probe of " + experiment.file + " needs anything of a Kubernetes cluster",
                    "an experiment with faults or probes of one");
        }
        spec.commandLine().getOut().print(roles.manifests());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
