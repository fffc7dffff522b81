package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Problems;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Litmus, which is told a label and chooses pods by itself, would find in a namespace. */
record LitmusTargets(Scene scene, LitmusEngine engine) {

    /** By these a ChaosExperiment would choose other pods than its engine says. */
    private static final Set<String> CHOOSING = Set.of("APP_KIND", "APP_LABEL", "APP_NAMESPACE", "TARGETS");

    /**
     * Makes sure of the experiment, and that each pod that it may choose is one that a fault may touch.
     *
     * @throws InvalidInputException with what is missing, and with each pod that is to be left alone
     */
    void require() throws IOException {
        requireExperiment();
        List<Pod> pods = Pods.listed(scene.cluster(), scene.namespace(), engine.label()).stream()
                .filter(pod -> !Pods.leaves(pod))
                .toList();
        Problems problems = new Problems();
        if (pods.isEmpty()) {
            problems.add(
                    engine.object().place(),
                    "no pod in namespace " + scene.namespace() + " of " + scene.cluster() + " has the label "
                            + engine.label(),
                    "a label that pods have, which need not be that of their Deployment");
        }
        pods.forEach(pod -> whyLeftAlone(pod)
                .ifPresent(why -> problems.add(
                        engine.object().place(),
                        "the label " + engine.label() + " is on pod "
                                + pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName() + " too, " + why,
                        "a label that no such pod has, because Litmus may choose any")));
        problems.throwIfAny();
    }

    private static Optional<String> whyLeftAlone(Pod pod) {
        if (Safe.isProtected(pod)) {
            return Optional.of("which is protected");
        }
        if (Pods.controller(pod).isEmpty()) {
            return Optional.of("which nobody would make anew");
        }
        return Boolean.TRUE.equals(pod.getSpec().getHostNetwork())
                ? Optional.of("which is on the network of its node, and so would be everything there")
                : Optional.empty();
    }

    /** What a state comes to when pods are looked at again: Litmus chose a while later, and may have chosen one that came meanwhile. */
    ChaosState judged(LitmusState state) throws IOException {
        if (state.pods().isEmpty()) {
            return state;
        }
        for (Pod pod : Pods.listed(scene.cluster(), scene.namespace(), engine.label())) {
            String name = pod.getMetadata().getName();
            Optional<String> why = state.pods().contains(name) ? whyLeftAlone(pod) : Optional.empty();
            if (why.isPresent()) {
                return new Forbidden("none that is allowed, for Litmus acts in pod " + scene.namespace() + "/" + name
                        + ", " + why.get());
            }
        }
        return state;
    }

    private record Forbidden(String why) implements ChaosState {

        @Override
        public Optional<String> injected() {
            return Optional.empty();
        }

        @Override
        public boolean over() {
            return true;
        }

        @Override
        public String toString() {
            return why;
        }
    }

    private void requireExperiment() throws IOException {
        Thing thing = new Thing(Thing.Sort.CHAOSEXPERIMENT, scene.namespace(), engine.experiment());
        GenericKubernetesResource there = Things.read(scene.cluster(), thing)
                .orElseThrow(() -> InvalidInputException.of(
                        "there is no " + thing + " in " + scene.cluster(),
                        "the ChaosExperiment of that name, which is fault.yaml in the folder faults/kubernetes/"
                                + engine.experiment() + " of Litmus's ChaosHub: kubectl apply -n " + scene.namespace()
                                + " -f fault.yaml"));
        if (there.get("spec", "definition", "env") instanceof List<?> variables) {
            for (Object each : variables) {
                if (each instanceof Map<?, ?> variable && CHOOSING.contains(String.valueOf(variable.get("name")))) {
                    throw InvalidInputException.of(
                            thing + " sets '" + variable.get("name") + "', by which it chooses pods by itself",
                            "a ChaosExperiment as Litmus has it, which leaves that to the engine");
                }
            }
        }
    }

    /**
     * The pods in which an engine that is gone left what it injected: they are there, and its result does not say that it was
     * taken back.
     */
    static List<String> left(Cluster cluster, Thing engine) throws IOException {
        if (Things.read(cluster, engine).isPresent()) {
            return List.of();
        }
        Optional<LitmusResult> result = LitmusResult.of(cluster, engine);
        List<String> injected = result.map(LitmusResult::injected).orElse(List.of());
        if (injected.isEmpty()) {
            return injected;
        }
        Set<String> there = Set.copyOf(Pods.listed(cluster, engine.namespace(), "").stream()
                .map(pod -> pod.getMetadata().getName())
                .toList());
        return injected.stream().filter(there::contains).toList();
    }
}
