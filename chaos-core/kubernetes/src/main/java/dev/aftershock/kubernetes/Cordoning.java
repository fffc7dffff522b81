package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the providers of faults share that cordon nodes. Thread-safe. */
abstract class Cordoning<S extends Record> extends ChangeProvider<S> {

    /** All of them. */
    private static final List<String> KINDS = List.of(NodeCordon.KIND, NodeDrain.KIND);

    private static final String FIELD = "unschedulable";
    private static final String TAINT = "node.kubernetes.io/unschedulable";

    @Override
    final Extent extent() {
        return new Extent(Set.of(Thing.Sort.NODE), FIELD);
    }

    /**
     * The nodes of a name or label selector.
     *
     * @throws dev.aftershock.parts.InvalidInputException also when such a fault has one cordoned already: what comes later
     *     would take that for how the node was before
     */
    static List<Node> chosen(Scene scene, String choice) throws IOException {
        List<Node> chosen = Nodes.chosen(scene.cluster(), choice);
        for (Node node : chosen) {
            KINDS.forEach(kind -> refuseMarked(Nodes.thing(node), node.getMetadata(), kind));
        }
        return chosen;
    }

    static boolean isCordoned(Node node) {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    /** Cordons a node; undone, it is as it was, which may be cordoned. */
    static Change cordoning(Node node) {
        return Nodes.change(node, Map.of(FIELD, true), isCordoned(node) ? Map.of(FIELD, true) : Change.nothing(FIELD));
    }

    /** A node that somebody uncordoned meanwhile stays so: only the mark goes. */
    @Override
    final Optional<Map<String, Object>> restored(GenericKubernetesResource now, Optional<Map<String, Object>> during) {
        return Boolean.TRUE.equals(now.get("spec", FIELD)) ? Optional.empty() : Optional.of(Map.of());
    }

    /** What the control plane shows of it. */
    static Optional<String> seenCordoned(GenericKubernetesResource node) {
        return node.get("spec", "taints") instanceof List<?> taints
                        && taints.stream()
                                .anyMatch(taint -> taint instanceof Map<?, ?> fields && TAINT.equals(fields.get("key")))
                ? Optional.of(
                        "the node controller tainted " + node.getMetadata().getName() + " with " + TAINT)
                : Optional.empty();
    }
}
