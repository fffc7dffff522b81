package dev.aftershock.engine;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Value;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Remembers where each part of an experiment was written, apart from the experiment itself, so that equal experiments
 * stay equal wherever they came from. Not thread-safe while it is being filled.
 */
public final class Places {

    private final Map<Object, Value.Keyed> written = new IdentityHashMap<>();

    /** Remembers what a settings record was bound from. */
    public void put(Object settings, Value.Keyed from) {
        written.put(settings, from);
    }

    /** Where a key of a settings record stands, or {@link Place#CODE} for one that was built in Java. */
    public Place of(Object settings, String key) {
        Value.Keyed from = written.get(settings);
        if (from == null) {
            return Place.CODE;
        }
        Value value = from.entries().get(key);
        return value == null ? from.place() : value.place();
    }
}
