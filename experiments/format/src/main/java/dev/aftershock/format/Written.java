package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks into values as they were written, adding a problem for each that is of the wrong sort. */
final class Written {

    private Written() {}

    /** The mapping that stands under a key; nothing for no value, and a problem for another sort of value. */
    static Optional<Value.Keyed> keyed(Value.Keyed written, String key, Problems problems) {
        Value value = written.entries().get(key);
        return value == null ? Optional.empty() : keyed(value, "'" + key + "'", problems);
    }

    static Optional<Value.Keyed> keyed(Value value, String what, Problems problems) {
        if (value instanceof Value.Keyed keyed) {
            return Optional.of(keyed);
        }
        problems.add(value.place(), what + " is " + value.described(), "a mapping");
        return Optional.empty();
    }

    /** The mappings of a list that must be there and hold something. */
    static List<Value.Keyed> list(Value.Keyed written, String key, Problems problems) {
        Value value = written.entries().get(key);
        if (value instanceof Value.Items items && !items.items().isEmpty()) {
            return items.items().stream()
                    .flatMap(item -> keyed(item, "an entry of '" + key + "'", problems).stream())
                    .toList();
        }
        if (value == null) {
            problems.add(written.place(), "the setting '" + key + "' is missing", "a list with at least one entry");
        } else {
            String found = value instanceof Value.Items ? "an empty list" : value.described();
            problems.add(value.place(), "'" + key + "' is " + found, "a list with at least one entry");
        }
        return List.of();
    }

    /** The same mapping with only some of its keys. */
    static Value.Keyed only(Value.Keyed written, Collection<String> keys) {
        Map<String, Value> entries = new LinkedHashMap<>(written.entries());
        entries.keySet().retainAll(keys);
        return new Value.Keyed(entries, written.keyPlaces(), written.place());
    }

    static Value.Keyed nothing(Place place) {
        return new Value.Keyed(Map.of(), Map.of(), place);
    }

    static void rejectUnknownKeys(Value.Keyed written, Collection<String> known, Problems problems) {
        for (String key : written.entries().keySet()) {
            if (!known.contains(key)) {
                problems.addUnknown(written.placeOf(key), "key", key, known);
            }
        }
    }

    /** Every value that may stand in no output. */
    static Stream<Secret> secrets(Value value) {
        if (value instanceof Value.Scalar scalar) {
            return scalar.secret() ? Stream.of(new Secret(scalar.text())) : Stream.empty();
        }
        if (value instanceof Value.Items items) {
            return items.items().stream().flatMap(Written::secrets);
        }
        return value instanceof Value.Keyed keyed
                ? keyed.entries().values().stream().flatMap(Written::secrets)
                : Stream.empty();
    }

    /** The text of a scalar that may be shown; nothing for a list, a mapping or a secret. */
    static Optional<String> text(Value value) {
        return value instanceof Value.Scalar scalar && !scalar.secret() ? Optional.of(scalar.text()) : Optional.empty();
    }
}
