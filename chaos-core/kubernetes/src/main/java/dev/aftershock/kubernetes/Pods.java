package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds pods, and says how they are. */
final class Pods {

    /** What a node's own files run, of which the API has but a picture. */
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private Pods() {}

    /** The pod of a name, however it is; nothing when there is none. */
    static Optional<Pod> read(Cluster cluster, Thing thing) throws IOException {
        return Optional.ofNullable(cluster.call("reading " + thing, client -> client.pods()
                .inNamespace(thing.namespace())
                .withName(thing.name())
                .get()));
    }

    /** The pods of a namespace on a node. */
    static List<Pod> on(Cluster cluster, String namespace, String node) throws IOException {
        return cluster.call("listing the pods on " + node, client -> client.pods()
                        .inNamespace(namespace)
                        .withField("spec.nodeName", node)
                        .list())
                .getItems();
    }

    /** Those of a namespace that a label selector chooses, as people write it; an empty one chooses all. */
    static List<Pod> listed(Cluster cluster, String namespace, String labels) throws IOException {
        Pages.Query<Pod> query = (client, page) -> client.pods()
                .inNamespace(namespace)
                .list(new ListOptionsBuilder(page).withLabelSelector(labels).build());
        return Pages.all(cluster, "listing the pods " + labels, query, Optional::of);
    }

    /**
     * Refuses pods that have no network of their own.
     *
     * @throws InvalidInputException when one has none
     */
    static void refuseOnNodesNetwork(List<Pod> pods) {
        pods.stream()
                .filter(pod -> Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                .findFirst()
                .ifPresent(pod -> {
                    throw InvalidInputException.of(
                            "pod " + pod.getMetadata().getNamespace() + "/"
                                    + pod.getMetadata().getName()
                                    + " is on the network of its node, where network policies do not hold",
                            "pods with a network of their own");
                });
    }

    /** Those of a selector. */
    static List<Pod> selected(Cluster cluster, String namespace, LabelSelector selector) throws IOException {
        return Pages.all(cluster, "listing pods", query(namespace, selector), Optional::of);
    }

    /** How many of a selector take requests. */
    static int ready(Cluster cluster, String namespace, LabelSelector selector) throws IOException {
        return Pages.all(
                        cluster,
                        "listing pods",
                        query(namespace, selector),
                        pod -> ready(pod) ? Optional.of(pod.getMetadata().getUid()) : Optional.empty())
                .size();
    }

    private static Pages.Query<Pod> query(String namespace, LabelSelector selector) {
        return (client, page) ->
                client.pods().inNamespace(namespace).withLabelSelector(selector).list(page);
    }

    /**
     * Refuses to take nodes from pods that must be left alone: those that are protected, those that nobody would make anew, and
     * those of namespaces that are not open for faults. What a DaemonSet runs belongs to the node.
     *
     * @param nodes their names
     * @param affected whether the fault ends a pod there
     * @throws InvalidInputException with each such pod
     */
    static void refuseThoseToLeaveAlone(Scene scene, List<String> nodes, Predicate<Pod> affected) throws IOException {
        Problems problems = new Problems();
        Map<String, Boolean> open = new HashMap<>();
        for (String name : nodes) {
            for (Pod pod : everywhereOn(scene.cluster(), name)) {
                if (!leaves(pod) && affected.test(pod) && !ofDaemonSet(pod)) {
                    whyLeftAlone(scene, pod, open)
                            .ifPresent(why -> problems.add(
                                    Place.CODE,
                                    "on node " + name + " runs pod "
                                            + pod.getMetadata().getNamespace() + "/"
                                            + pod.getMetadata().getName() + ", " + why,
                                    "a node on which no such pod runs"));
                }
            }
        }
        problems.throwIfAny();
    }

    private static List<Pod> everywhereOn(Cluster cluster, String node) throws IOException {
        Pages.Query<Pod> query = (client, page) -> client.pods()
                .inAnyNamespace()
                .list(new ListOptionsBuilder(page)
                        .withFieldSelector("spec.nodeName=" + node)
                        .build());
        return Pages.all(cluster, "listing the pods on " + node, query.remembered(), Optional::of);
    }

    /** Each namespace is asked about once. */
    private static Optional<String> whyLeftAlone(Scene scene, Pod pod, Map<String, Boolean> open) throws IOException {
        if (Safe.isProtected(pod)) {
            return Optional.of("which is protected");
        }
        if (controller(pod).isEmpty()) {
            return Optional.of("which nobody would make anew");
        }
        String namespace = pod.getMetadata().getNamespace();
        if (!open.containsKey(namespace)) {
            open.put(namespace, Safe.isOpen(scene.cluster(), namespace));
        }
        return open.get(namespace) ? Optional.empty() : Optional.of("whose namespace is not open for faults");
    }

    /** Who makes another in its place. */
    static Optional<OwnerReference> controller(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    /** Those on a node that a drain evicts, in whatever namespace. */
    static List<Pod> drained(Cluster cluster, String node) throws IOException {
        return everywhereOn(cluster, node).stream().filter(Pods::leaveWithDrain).toList();
    }

    /** Whether a drain evicts it: not what a DaemonSet or the node's own files run, which would be there again at once. */
    static boolean leaveWithDrain(Pod pod) {
        return !leaves(pod)
                && !ofDaemonSet(pod)
                && !Lists.of(pod.getMetadata().getAnnotations()).containsKey(MIRROR);
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
