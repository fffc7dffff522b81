package dev.aftershock.proxy;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * One toxic as the API shows it; immutable, so that every connection sees whole values.
 *
 * @param id what stays the same through updates, and differs when a toxic of the same name is made again
 * @param stream the stream as the client typed it; Toxiproxy echoes that
 * @param settings numbers by attribute name, in the order they are written
 * @param life what it has beyond Toxiproxy's
 */
record Toxic(
        long id,
        String name,
        ToxicType type,
        String stream,
        Direction direction,
        float toxicity,
        Map<String, Long> settings,
        ToxicLife life) {

    long setting(String attribute) {
        return settings.getOrDefault(attribute, 0L);
    }

    Toxic changed(float newToxicity, Map<String, Long> newSettings) {
        return new Toxic(id, name, type, stream, direction, newToxicity, newSettings, life);
    }

    Toxic living(ToxicLife changed) {
        return new Toxic(id, name, type, stream, direction, toxicity, settings, changed);
    }

    String json() {
        String attributes = settings.entrySet().stream()
                .map(e -> JsonWriter.quote(e.getKey()) + ":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return "{\"attributes\":" + attributes
                + ",\"name\":" + JsonWriter.quote(name)
                + ",\"type\":" + JsonWriter.quote(type.name())
                + ",\"stream\":" + JsonWriter.quote(stream)
                + ",\"toxicity\":" + JsonWriter.number(toxicity) + life.json() + "}";
    }
}
