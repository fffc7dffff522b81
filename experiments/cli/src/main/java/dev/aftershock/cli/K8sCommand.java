package dev.aftershock.cli;

import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.InvalidInputException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        return print(roles(experiment, Planner.plan(experiment.read(registry), registry), registry)
                .manifests());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Prints what runs an experiment once inside the cluster that it breaks: the account of 'rbac',"
                            + " a ConfigMap and a Job, whose pod tells the verdict in its termination message.")
    int job(@Mixin ExperimentArgument experiment, @Mixin JobArguments arguments) {
        return print(inCluster(experiment, arguments).once());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Prints what runs an experiment again and again inside the cluster that it breaks: as 'job', with a"
                            + " CronJob.")
    int cronjob(
            @Mixin ExperimentArgument experiment,
            @Mixin JobArguments arguments,
            @Option(
                            names = "--schedule",
                            required = true,
                            paramLabel = "WHEN",
                            description = "When, as CronJobs have it: \"0 3 * * 1-5\" is at three on working days.")
                    String schedule) {
        return print(inCluster(experiment, arguments).repeatedly(schedule));
    }

    private static ClusterJob inCluster(ExperimentArgument experiment, JobArguments arguments) {
        arguments.check();
        Registry registry = Registry.onClassPath();
        Set<String> taken = new TreeSet<>();
        Plan plan = Planner.plan(experiment.read(registry, name -> here(name, taken)), registry);
        InCluster check = new InCluster(plan, registry);
        check.systems();
        check.secrets(experiment.text(), experiment.variables);
        if (arguments.secret.isEmpty()) {
            check.environment(taken);
        }
        check.refuse();
        return new ClusterJob(
                plan,
                roles(experiment, plan, registry),
                new ExperimentText(experiment.text(), experiment.variables),
                arguments);
    }

    /** The value of an environment variable, which is noted. */
    private static Optional<String> here(String name, Set<String> taken) {
        Optional<String> value = Optional.ofNullable(System.getenv(name));
        value.ifPresent(found -> taken.add(name));
        return value;
    }

    private static ClusterRoles roles(ExperimentArgument experiment, Plan plan, Registry registry) {
        ClusterRoles roles = ClusterRoles.of(plan, registry);
        if (roles.isEmpty()) {
            throw InvalidInputException.of(
                    "no target, fault or probe of " + experiment.file + " needs anything of a Kubernetes cluster",
                    "an experiment with faults or probes of one");
        }
        return roles;
    }

    private int print(String manifests) {
        spec.commandLine().getOut().print(manifests);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
