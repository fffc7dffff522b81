package dev.aftershock.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A change of one object, and back: each a strategic merge patch of its {@code spec} (of a ConfigMap its {@code data}) that also
 * puts the mark on or takes it away, so that the API does both or neither.
 *
 * @param thing the object
 * @param uid which of all the objects that ever had that name
 * @param broken the part of its {@code spec} that the fault sets
 * @param restored the same part as it was; {@code null} for what was not there
 */
record Change(Thing thing, String uid, Map<String, Object> broken, Map<String, Object> restored) {

    private static final String VERSION = "resourceVersion";
    private static final ObjectMapper JSON = new ObjectMapper();

    Change {
        broken = Collections.unmodifiableMap(new LinkedHashMap<>(broken));
        restored = Collections.unmodifiableMap(new LinkedHashMap<>(restored));
    }

    /** The patch that breaks; refused by the API when the object is another one by now. */
    String breaking(Mark mark) {
        return breaking(mark, broken, new LinkedHashMap<>());
    }

    /**
     * A patch that breaks what an object is now.
     *
     * @param spec the part of its {@code spec} to set
     * @param version of the object; the API refuses the patch when there is another one by then
     */
    String breaking(Mark mark, Map<String, Object> spec, String version) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(VERSION, version);
        return breaking(mark, spec, meta);
    }

    private String breaking(Mark mark, Map<String, Object> spec, Map<String, Object> meta) {
        meta.put("uid", uid);
        meta.put("labels", Map.of(mark.label(), mark.owner()));
        meta.put("annotations", Map.of(mark.undo(), restoring(mark)));
        return write(thing.sort(), meta, spec);
    }

    /** What the fault sets, as text. */
    String during() {
        return json(broken);
    }

    /** What {@link #during} wrote. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(String during) {
        try {
            return JSON.readValue(during, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an undo recipe is not as it was written: " + e.getOriginalMessage(), e);
        }
    }

    /** The patch that restores. */
    String restoring(Mark mark) {
        return restoring(thing.sort(), mark, restored);
    }

    /** A patch that restores a part of an object's {@code spec}. */
    static String restoring(Thing.Sort sort, Mark mark, Map<String, Object> spec) {
        return restoring(sort, mark, spec, new LinkedHashMap<>());
    }

    /**
     * What the patch that an object carries sets one field of its {@code spec} to.
     *
     * @return nothing when it is no patch that sets it
     */
    static Optional<Map<String, Object>> field(String patch, String field) {
        return body(patch, Thing.Sort.SERVICE.body())
                .filter(spec -> spec.has(field))
                .map(spec -> Collections.singletonMap(field, JSON.convertValue(spec.get(field), Object.class)));
    }

    /**
     * What the patch that a ConfigMap carries sets its one entry to.
     *
     * @return nothing when it is no patch of one entry that is a text, or is taken away
     */
    static Optional<Map<String, Object>> entry(String patch) {
        return body(patch, Thing.Sort.CONFIGMAP.body())
                .filter(data -> data.size() == 1)
                .map(data -> data.properties().iterator().next())
                .filter(only -> only.getValue().isTextual() || only.getValue().isNull())
                .map(only ->
                        Collections.singletonMap(only.getKey(), only.getValue().textValue()));
    }

    private static Optional<JsonNode> body(String patch, String body) {
        try {
            return Optional.of(JSON.readTree(patch).path(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * A patch that restores what an object is now.
     *
     * @param spec the part of its {@code spec} to set
     * @param version of the object; the API refuses the patch when there is another one by then
     */
    static String restoring(Thing.Sort sort, Mark mark, Map<String, Object> spec, String version) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(VERSION, version);
        return restoring(sort, mark, spec, meta);
    }

    private static String restoring(Thing.Sort sort, Mark mark, Map<String, Object> spec, Map<String, Object> meta) {
        meta.put("labels", nothing(mark.label()));
        meta.put("annotations", nothing(mark.undo()));
        return write(sort, meta, spec);
    }

    /** What takes a value away. */
    static Map<String, Object> nothing(String key) {
        return Collections.singletonMap(key, null);
    }

    /** A patch of parts of an object's {@code metadata} and {@code spec}. */
    static String write(Thing.Sort sort, Map<String, Object> meta, Map<String, Object> spec) {
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put("metadata", meta);
        patch.put(sort.body(), spec);
        return json(patch);
    }

    private static String json(Map<String, Object> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", e);
        }
    }
}
