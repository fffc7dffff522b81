package dev.aftershock.cli;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Plan;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Step;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.RefersToCluster;
import java.util.Map;
import java.util.Set;

/** Whether an experiment can run in a pod: what it needs has to be reached from there, and nothing secret may be shown. */
final class InCluster {

    private static final String FILE = "file";
    private static final String NO_LAB = "targets that run already, in the cluster";
    private static final String ITS_OWN =
            "neither 'kubeconfig' nor 'context': in a pod the cluster is the one around it";

    private final Plan plan;
    private final Registry registry;
    private final Problems problems = new Problems();

    InCluster(Plan plan, Registry registry) {
        this.plan = plan;
        this.registry = registry;
    }

    /**
     * Refuses what cannot run in a pod.
     *
     * @throws InvalidInputException with everything that keeps it from that
     */
    void refuse() {
        problems.throwIfAny();
    }

    /** Finds systems that a pod could not reach. */
    void systems() {
        plan.experiment()
                .targets()
                .forEach(spec -> system(registry.targets().get(spec.part().kind()), spec));
        plan.targets().stream()
                .filter(target -> target.offers(ProcessTarget.class))
                .filter(target -> plan.running().contains(target.name()))
                .forEach(this::process);
        plan.experiment().method().stream().flatMap(Step::faults).forEach(this::file);
    }

    /** The ConfigMap holds the experiment alone. */
    private void file(PartSpec fault) {
        boolean reads = SettingInfo.of(fault.settings().getClass()).stream()
                .anyMatch(setting -> setting.key().equals(FILE));
        if (reads) {
            problems.add(
                    plan.read().places().of(fault.settings(), FILE),
                    "'" + fault.kind() + "' reads a file, which is not in the pod",
                    "faults that need none");
        }
    }

    /**
     * Finds what is taken from an environment that a pod without a Secret does not have.
     *
     * @param taken the names of variables that are set here
     */
    void environment(Set<String> taken) {
        taken.forEach(name -> problems.add(
                new Place(plan.read().name(), 1, 1),
                "'" + name + "' is taken from the environment here, which is not that of the pod",
                "--secret with a Secret that has it as a key, or ${var:" + name + "} and --var"));
    }

    private <S extends Record> void system(TargetProvider<S> provider, TargetSpec spec) {
        S settings = provider.settings().cast(spec.part().settings());
        if (provider.startsSystem()) {
            add(spec, "", "'" + spec.name() + "' is started for the run, which a pod cannot do", NO_LAB);
        }
        if (provider instanceof RefersToCluster<?> refers) {
            ClusterTarget target = reference(refers, settings);
            target.kubeconfig()
                    .ifPresent(file ->
                            add(spec, "kubeconfig", "'" + spec.name() + "' names a kubeconfig, " + file, ITS_OWN));
            target.context()
                    .ifPresent(context ->
                            add(spec, "context", "'" + spec.name() + "' names a context, '" + context + "'", ITS_OWN));
        }
    }

    @SuppressWarnings("unchecked")
    private static <S extends Record> ClusterTarget reference(RefersToCluster<?> provider, S settings) {
        return ((RefersToCluster<S>) provider).reference(settings);
    }

    private void process(TargetInfo target) {
        problems.add(
                new Place(plan.read().name(), 1, 1),
                "'" + target.name() + "' is " + target.description() + ", none of which is in a pod",
                NO_LAB);
    }

    /**
     * Finds secrets that the manifests would show.
     *
     * @param text of the file, which will stand in a ConfigMap
     */
    void secrets(String text, Map<String, String> variables) {
        if (!plan.read().mask().found(text).isEmpty()) {
            problems.add(
                    new Place(plan.read().name(), 1, 1),
                    "the file holds a secret, which a ConfigMap shows to all who may read it",
                    "${secret:NAME} in its place, and --secret with the Secret that holds it");
        }
        variables.forEach((name, value) -> {
            if (!plan.read().mask().found(value).isEmpty()) {
                problems.add(
                        new Place("--var", 0, 0),
                        "the value of '" + name + "' is a secret, which the manifest would show",
                        "${secret:NAME} in the file, and --secret with the Secret that holds it");
            }
        });
    }

    private void add(TargetSpec spec, String key, String what, String expected) {
        problems.add(plan.read().places().of(spec.part().settings(), key), what, expected);
    }
}
