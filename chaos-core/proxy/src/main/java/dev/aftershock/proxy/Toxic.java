package dev.aftershock.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A toxic as the API knows it.
 *
 * @param name unique within its proxy
 * @param kind what it does
 * @param stream the direction as it was written, which is how it is echoed
 * @param direction the direction
 * @param toxicity the share of links that it acts on, 0 to 1
 * @param attributes its numbers, in the order of the API
 */
record Toxic(
        String name, ToxicKind kind, String stream, Direction direction, float toxicity, Map<String, Long> attributes) {

    /** Reads a toxic from a request, in the order in which Toxiproxy finds fault with one. */
    static Toxic of(Fields fields) {
        String stream = fields.text("stream").orElse("downstream");
        Direction direction = Direction.parse(stream)
                .orElseThrow(() -> new ApiException(400, "stream was invalid, can be either upstream or downstream"));
        String type = fields.text("type").orElse("");
        ToxicKind kind = ToxicKind.named(type).orElseThrow(() -> new ApiException(400, "invalid toxic type"));
        String name = fields.text("name").filter(text -> !text.isEmpty()).orElse(type + "_" + stream);
        Map<String, Long> zeros = new LinkedHashMap<>();
        kind.attributes().forEach(attribute -> zeros.put(attribute, 0L));
        return new Toxic(name, kind, stream, direction, 1, zeros).merged(fields);
    }

    /** The same toxic with the attributes and the toxicity that a request gives. */
    Toxic merged(Fields fields) {
        Fields given = fields.nested("attributes");
        Map<String, Long> merged = new LinkedHashMap<>(attributes);
        merged.replaceAll((attribute, value) -> given.whole(attribute).orElse(value));
        return new Toxic(
                name, kind, stream, direction, fields.number("toxicity").orElse(toxicity), merged);
    }

    long attribute(String attribute) {
        return attributes.getOrDefault(attribute, 0L);
    }

    ObjectNode json() {
        ObjectNode numbers = Json.object();
        attributes.forEach(numbers::put);
        ObjectNode json = Json.object();
        json.set("attributes", numbers);
        json.put("name", name).put("type", kind.word()).put("stream", stream);
        return toxicity == (int) toxicity ? json.put("toxicity", (int) toxicity) : json.put("toxicity", toxicity);
    }
}
