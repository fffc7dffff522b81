package dev.aftershock.format;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key of an experiment with its value, written in Java by {@link Words}. Immutable.
 *
 * @param key the word as a file spells it, such as {@code bad-at-most}
 * @param value what stands after it; its place is the line of Java code
 */
public record Word(String key, Value value) {

    /**
     * A mapping of words, in their order.
     *
     * @throws InvalidInputException when a key stands there twice
     */
    static Value.Keyed keyed(List<Word> words, Place place) {
        Map<String, Value> entries = new LinkedHashMap<>();
        Map<String, Place> places = new LinkedHashMap<>();
        for (Word word : words) {
            Place at = word.value().place();
            Place first = places.putIfAbsent(word.key(), at);
            if (first != null) {
                String found = "the key '" + word.key() + "' stands here again, first at " + first;
                throw new InvalidInputException(List.of(new Problem(at, found, "each key once", "")));
            }
            entries.put(word.key(), word.value());
        }
        return new Value.Keyed(entries, places, place);
    }
}
