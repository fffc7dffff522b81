package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds pods, and says how they are. */
final class Pods {

    private Pods() {}

    /** The pods of a namespace on a node. */
    static List<Pod> on(Cluster cluster, String namespace, String node) throws IOException {
        return cluster.call("listing the pods on " + node, client -> client.pods()
                        .inNamespace(namespace)
                        .withField("spec.nodeName", node)
                        .list())
                .getItems();
    }

    /** Those of a selector. */
    static List<Pod> selected(Cluster cluster, String namespace, LabelSelector selector) throws IOException {
        return cluster.call("listing pods", client -> client.pods()
                        .inNamespace(namespace)
                        .withLabelSelector(selector)
                        .list())
                .getItems();
    }

    /**
     * Refuses to take a node from pods that must be left alone: those that are protected, those that nobody would make anew, and
     * those of namespaces that are not open for faults. What a DaemonSet runs belongs to the node.
     *
     * @param affected whether the fault ends a pod there
     * @throws InvalidInputException with each such pod
     */
    static void refuseThoseToLeaveAlone(Scene scene, String node, Predicate<Pod> affected) throws IOException {
        Problems problems = new Problems();
        for (Pod pod : everywhereOn(scene.cluster(), node)) {
            if (!leaves(pod) && affected.test(pod) && !ofDaemonSet(pod)) {
                whyLeftAlone(scene, pod)
                        .ifPresent(why -> problems.add(
                                Place.CODE,
                                "on node " + node + " runs pod "
                                        + pod.getMetadata().getNamespace() + "/"
                                        + pod.getMetadata().getName() + ", " + why,
                                "a node on which no such pod runs"));
            }
        }
        problems.throwIfAny();
    }

    private static List<Pod> everywhereOn(Cluster cluster, String node) throws IOException {
        return cluster.call("listing the pods on " + node, client -> client.pods()
                        .inAnyNamespace()
                        .withField("spec.nodeName", node)
                        .list())
                .getItems();
    }

    private static Optional<String> whyLeftAlone(Scene scene, Pod pod) throws IOException {
        if (Safe.isProtected(pod)) {
            return Optional.of("which is protected");
        }
        if (controller(pod).isEmpty()) {
            return Optional.of("which nobody would make anew");
        }
        return Safe.isOpen(scene.cluster(), pod.getMetadata().getNamespace())
                ? Optional.empty()
                : Optional.of("whose namespace is not open for faults");
    }

    /** Who makes another in its place. */
    static Optional<OwnerReference> controller(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    private static boolean ofDaemonSet(Pod pod) {
        return controller(pod)
                .filter(owner -> owner.getKind().equals("DaemonSet"))
                .isPresent();
    }

    /** Whether it is on its way out, or ended. */
    static boolean leaves(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                || List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }

    /** Whether it takes requests. */
    static boolean ready(Pod pod) {
        return !leaves(pod)
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
