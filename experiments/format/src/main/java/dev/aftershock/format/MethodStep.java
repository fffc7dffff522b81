package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Value;
import java.util.ArrayList;
import java.util.List;

/** A step of a method written in Java; {@link Words} makes them. Immutable. */
public final class MethodStep {

    private final List<Word> words;
    private final Place place;

    MethodStep(Word what) {
        this(List.of(what), what.value().place());
    }

    private MethodStep(List<Word> words, Place place) {
        this.words = words;
        this.place = place;
    }

    /** The same step, which waits so long and then heals its fault; only for one that injects. */
    public MethodStep lasting(String duration) {
        return and(Words.with("for", duration));
    }

    /** The same step under a name, unique within the method; {@code heal} refers to it. */
    public MethodStep named(String name) {
        return and(Words.with("name", name));
    }

    private MethodStep and(Word word) {
        List<Word> more = new ArrayList<>(words);
        more.add(word);
        return new MethodStep(List.copyOf(more), place);
    }

    Value.Keyed written() {
        return Word.keyed(words, place);
    }
}
