package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds nodes. */
final class Nodes {

    /** The label that says in which region a node is. */
    static final String REGION = "topology.kubernetes.io/region";

    private Nodes() {}

    /**
     * The nodes of a name or label selector.
     *
     * @param choice a name, or a label selector, which holds {@code =}, {@code !} or {@code in}
     * @return at least one, by name; none that keeps the cluster itself running
     * @throws InvalidInputException when there is none, or one that must be left alone
     */
    static List<Node> chosen(Cluster cluster, String choice) throws IOException {
        Pages.Query<Node> query = isName(choice)
                ? (client, page) ->
                        client.nodes().withField("metadata.name", choice).list(page)
                : (client, page) -> client.nodes().withLabelSelector(choice).list(page);
        List<Node> found = Pages.all(cluster, "listing the nodes " + choice, query, Optional::of).stream()
                .sorted(Comparator.comparing(node -> node.getMetadata().getName()))
                .toList();
        if (found.isEmpty()) {
            throw InvalidInputException.of(
                    "'" + choice + "' matches no node of " + cluster,
                    "the name of a node, or a label such as " + REGION + "=east");
        }
        List<String> kept = found.stream()
                .filter(Safe::isProtected)
                .map(node -> node.getMetadata().getName())
                .toList();
        if (!kept.isEmpty()) {
            throw InvalidInputException.of(
                    "'" + choice + "' matches " + kept + ", which run the control plane or are protected",
                    "nodes without the label " + Safe.PROTECT + "=true that are no part of the control plane");
        }
        return found;
    }

    private static boolean isName(String choice) {
        return choice.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    }

    /**
     * Refuses a blank selector, which would be every node.
     *
     * @throws IllegalArgumentException when it is one
     */
    static void refuseBlank(String setting, String selector) {
        if (selector.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is blank, which would be everything; expected a name or a label");
        }
    }

    static List<String> names(List<Node> nodes) {
        return nodes.stream().map(node -> node.getMetadata().getName()).toList();
    }

    /** A change of a node. */
    static Change change(Node node, Map<String, Object> broken, Map<String, Object> restored) {
        return new Change(thing(node), node.getMetadata().getUid(), broken, restored);
    }

    static Thing thing(Node node) {
        return new Thing(Thing.Sort.NODE, "", node.getMetadata().getName());
    }

    /** The changes; none is an error. */
    static List<Change> atLeastOne(List<Change> changes, String choice, String why) {
        if (changes.isEmpty()) {
            throw InvalidInputException.of(
                    "every node of '" + choice + "' " + why, "at least one node on which the fault would act");
        }
        return changes;
    }

    /** Whether its kubelet is heard, as the control plane sees it. */
    static boolean ready(Node node) {
        return node.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(NodeCondition::getStatus)
                .anyMatch("True"::equals);
    }
}
