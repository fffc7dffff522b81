package dev.aftershock.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The one JSON reader and writer of the engine's own files: strict, bounded, without type names. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(1 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }

    static String writePretty(JsonNode node) {
        return node.toPrettyString() + "\n";
    }

    /**
     * Reads one JSON value.
     *
     * @throws IllegalArgumentException when the text is not JSON
     */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static ObjectNode strings(Map<String, String> map) {
        ObjectNode node = object();
        map.forEach(node::put);
        return node;
    }

    static Map<String, String> strings(JsonNode node) {
        Map<String, String> map = new TreeMap<>();
        node.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /**
     * A whole number under a key.
     *
     * @throws IllegalArgumentException when it is missing or none
     */
    static long whole(JsonNode node, String key) {
        JsonNode value = need(node, key);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException(
                    "'" + key + "' is " + OneLine.of(value.toString()) + ", not a whole number");
        }
        return value.asLong();
    }

    /**
     * A whole number under a key that is no larger than an {@code int}.
     *
     * @throws IllegalArgumentException when it is missing or none
     */
    static int small(JsonNode node, String key) {
        long value = whole(node, key);
        if (value != (int) value) {
            throw new IllegalArgumentException("'" + key + "' is " + value + ", far too large");
        }
        return (int) value;
    }

    /**
     * What stands under a key.
     *
     * @throws IllegalArgumentException when it is missing
     */
    static JsonNode need(JsonNode node, String key) {
        if (!node.has(key)) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return node.path(key);
    }
}
