package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the cluster knows of a node.
 *
 * @param ready whether it takes it for ready
 * @param heard when it last heard of it, as it writes times; empty for never
 */
record NodeStatus(boolean ready, String heard) {

    static final NodeStatus UNKNOWN = new NodeStatus(false, "");

    /** Reads it from a node's object. */
    static NodeStatus of(JsonNode node) {
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return new NodeStatus(
                        condition.path("status").asText().equals("True"),
                        condition.path("lastHeartbeatTime").asText());
            }
        }
        return UNKNOWN;
    }
}
