package dev.aftershock.parts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as it was written, before it is bound to a setting; every value knows its place. Immutable. */
public sealed interface Value {

    /** Where the value begins. */
    Place place();

    /** What the value is, in words for an error message. */
    String described();

    /**
     * A single word, number or text; its meaning is given by the setting that it is bound to.
     *
     * @param secret whether the text may stand in no output
     */
    record Scalar(String text, Place place, boolean secret) implements Value {

        /** A scalar that may be shown. */
        public Scalar(String text, Place place) {
            this(text, place, false);
        }

        @Override
        public String described() {
            return secret ? "a secret" : "'" + Words.shortened(text) + "'";
        }

        @Override
        public String toString() {
            return described() + " at " + place;
        }
    }

    /** A key or a list entry after which nothing was written, or {@code null}. */
    record Nothing(Place place) implements Value {

        @Override
        public String described() {
            return "missing its value";
        }
    }

    /** A list of values. */
    record Items(List<Value> items, Place place) implements Value {
        /** Copies the list. */
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** Values by key, in the order written; {@code keyPlaces} tells where each key stands. */
    record Keyed(Map<String, Value> entries, Map<String, Place> keyPlaces, Place place) implements Value {
        /** Copies the maps, keeping their order. */
        public Keyed {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            keyPlaces = Map.copyOf(keyPlaces);
        }

        /** Where a key stands, or where the mapping begins when the key is not there. */
        public Place placeOf(String key) {
            return keyPlaces.getOrDefault(key, place);
        }

        @Override
        public String described() {
            String keys = Words.shortened(String.join(", ", entries.keySet()));
            return entries.isEmpty() ? "an empty mapping" : "a mapping with the keys " + keys;
        }
    }
}
