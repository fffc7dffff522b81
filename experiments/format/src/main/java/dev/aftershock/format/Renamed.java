package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps a word of the file that Java reserves to the record component that takes it. */
final class Renamed {

    private Renamed() {}

    /** The same values with one key under another name; a file that uses the other name itself keeps it as unknown. */
    static Value.Keyed key(Value.Keyed written, String from, String to) {
        Map<String, Value> entries = new LinkedHashMap<>();
        Map<String, Place> places = new LinkedHashMap<>();
        written.entries().forEach((key, value) -> {
            String name = key.equals(from) ? to : key.equals(to) ? to + " (written '" + from + "')" : key;
            entries.put(name, value);
            places.put(name, written.placeOf(key));
        });
        return new Value.Keyed(entries, places, written.place());
    }
}
