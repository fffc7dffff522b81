package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pods that have an address, as network policies choose among them.
 *
 * @param pods all of the cluster
 * @param namespaces the labels of each namespace
 */
record PolicyPods(List<Pod> pods, Map<String, JsonNode> namespaces) {

    /**
     * A pod.
     *
     * @param namespace where it is
     * @param address its own
     * @param labels its labels
     */
    record Pod(String namespace, String address, JsonNode labels) {}

    /** Reads two lists of the API. */
    static PolicyPods of(JsonNode podList, JsonNode namespaceList) {
        List<Pod> pods = new ArrayList<>();
        for (JsonNode pod : podList.path("items")) {
            String address = pod.path("status").path("podIP").asText();
            String phase = pod.path("status").path("phase").asText();
            boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
            boolean onItsOwn = !pod.path("spec").path("hostNetwork").asBoolean();
            if (!ended && onItsOwn && PolicyRules.ADDRESS.matcher(address).matches()) {
                JsonNode meta = pod.path("metadata");
                pods.add(new Pod(meta.path("namespace").asText(), address, meta.path("labels")));
            }
        }
        Map<String, JsonNode> namespaces = new HashMap<>();
        for (JsonNode namespace : namespaceList.path("items")) {
            JsonNode meta = namespace.path("metadata");
            namespaces.put(meta.path("name").asText(), meta.path("labels"));
        }
        return new PolicyPods(pods, namespaces);
    }

    /** The addresses of those in a namespace that a selector chooses. */
    List<String> chosen(String namespace, JsonNode selector) {
        return pods.stream()
                .filter(pod -> pod.namespace().equals(namespace) && matches(selector, pod.labels()))
                .map(Pod::address)
                .toList();
    }

    /** The addresses of those that a peer in a policy of a namespace means. */
    List<String> peers(String namespace, JsonNode peer) {
        JsonNode spaces = peer.path("namespaceSelector");
        return pods.stream()
                .filter(pod -> spaces.isMissingNode()
                        ? pod.namespace().equals(namespace)
                        : namespaces.containsKey(pod.namespace()) && matches(spaces, namespaces.get(pod.namespace())))
                .filter(pod -> matches(peer.path("podSelector"), pod.labels()))
                .map(Pod::address)
                .toList();
    }

    /** Whether a label selector chooses what has some labels; one that is empty or not there chooses everything. */
    static boolean matches(JsonNode selector, JsonNode labels) {
        for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
            if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!holds(expression, labels.path(expression.path("key").asText()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(JsonNode expression, JsonNode label) {
        boolean among = false;
        for (JsonNode value : expression.path("values")) {
            among |= value.equals(label);
        }
        return switch (expression.path("operator").asText()) {
            case "In" -> among;
            case "NotIn" -> !among;
            case "Exists" -> !label.isMissingNode();
            case "DoesNotExist" -> label.isMissingNode();
            default -> throw new IllegalArgumentException("a label selector has the expression " + expression);
        };
    }
}
