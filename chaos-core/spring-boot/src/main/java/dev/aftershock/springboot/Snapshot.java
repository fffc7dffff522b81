package dev.aftershock.springboot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a fault sets, or what was set there before.
 *
 * @param assaults members of {@code assaultProperties}
 * @param watchers members of {@code watcherProperties}
 */
record Snapshot(ObjectNode assaults, ObjectNode watchers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Snapshot empty() {
        return new Snapshot(JSON.createObjectNode(), JSON.createObjectNode());
    }

    /** The same members as they are set in an application; those that it does not show are left out. */
    Snapshot in(JsonNode settings) {
        return new Snapshot(
                members(assaults, settings.path("assaultProperties")),
                members(watchers, settings.path("watcherProperties")));
    }

    private static ObjectNode members(ObjectNode like, JsonNode settings) {
        ObjectNode found = JSON.createObjectNode();
        like.properties().stream()
                .map(Map.Entry::getKey)
                .filter(settings::hasNonNull)
                .forEach(name -> found.set(name, settings.get(name)));
        return found;
    }

    /** The members that an application shows otherwise, in words. */
    List<String> missing(JsonNode settings) {
        List<String> missing = new ArrayList<>(missing(assaults, settings.path("assaultProperties")));
        missing.addAll(missing(watchers, settings.path("watcherProperties")));
        return missing;
    }

    private static List<String> missing(ObjectNode wanted, JsonNode settings) {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            if (!same(member.getValue(), settings.path(member.getKey()))) {
                missing.add(
                        member.getKey() + " is " + settings.path(member.getKey()) + " and not " + member.getValue());
            }
        }
        return missing;
    }

    /** Whether all that is wanted is there; an application may show more of an object. */
    private static boolean same(JsonNode wanted, JsonNode there) {
        if (!wanted.isObject()) {
            return wanted.equals(there) || wanted.isNumber() && wanted.asDouble() == there.asDouble(Double.NaN);
        }
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            if (!same(member.getValue(), there.path(member.getKey()))) {
                return false;
            }
        }
        return true;
    }

    static Snapshot read(String assaults, String watchers) {
        try {
            return new Snapshot((ObjectNode) JSON.readTree(assaults), (ObjectNode) JSON.readTree(watchers));
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalStateException("an undo recipe is not as it was written: " + e.getMessage(), e);
        }
    }
}
