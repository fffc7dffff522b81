package dev.aftershock.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of a request's body, read as Go's decoder reads them: names in any case, unknown ones ignored, what follows
 * the first value ignored, {@code null} as an empty object.
 */
final class Fields {

    private static final ObjectReader READER =
            Json.MAPPER.reader().without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private final Map<String, JsonNode> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Fields(JsonNode node) {
        node.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
    }

    static Fields read(byte[] bytes) throws IOException {
        try {
            JsonNode node = READER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new ApiException(400, "bad request body: EOF");
            }
            if (!node.isObject() && !node.isNull()) {
                throw new ApiException(400, "bad request body: expected an object");
            }
            return new Fields(node);
        } catch (JsonProcessingException e) {
            throw new ApiException(400, "bad request body: " + e.getOriginalMessage());
        }
    }

    Optional<String> text(String name) {
        return field(name).map(node -> {
            if (!node.isTextual()) {
                throw wrong(name, "string", node);
            }
            return node.asText();
        });
    }

    Optional<Boolean> flag(String name) {
        return field(name).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(name, "bool", node);
            }
            return node.asBoolean();
        });
    }

    Optional<Float> number(String name) {
        return field(name).map(node -> {
            if (!node.isNumber()) {
                throw wrong(name, "float32", node);
            }
            return node.floatValue();
        });
    }

    Optional<Long> whole(String name) {
        return field(name).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw wrong(name, "int64", node);
            }
            return node.asLong();
        });
    }

    Fields nested(String name) {
        JsonNode node = field(name).orElse(Json.object());
        if (!node.isObject()) {
            throw wrong(name, "object", node);
        }
        return new Fields(node);
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(node -> !node.isNull());
    }

    private static ApiException wrong(String name, String expected, JsonNode found) {
        return new ApiException(
                400,
                "bad request body: json: cannot unmarshal "
                        + found.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + " into Go struct field ."
                        + name + " of type " + expected);
    }
}
