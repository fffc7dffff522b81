package dev.aftershock.format;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Places;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds parts, which are written {@code kind: {settings}} or, where a part allows it, {@code kind: value}. */
final class PartBinder {

    private final Problems problems;
    private final Places places;

    PartBinder(Problems problems, Places places) {
        this.problems = problems;
        this.places = places;
    }

    /**
     * The parts that may be chosen in one place of a file.
     *
     * @param what what they are, in a word
     * @param parts by kind
     * @param offered those of the kinds that are named to whoever misspells one
     * @param shared settings that they take besides their own
     */
    record Catalogue(
            String what, Map<String, ? extends Part<?>> parts, Collection<String> offered, List<SettingInfo> shared) {

        Catalogue(String what, Map<String, ? extends Part<?>> parts) {
            this(what, parts, parts.keySet(), List.of());
        }

        List<String> keysOf(Part<?> part) {
            List<String> keys = new ArrayList<>(Shapes.keys(part.settings()));
            keys.addAll(Shapes.keys(shared));
            return keys;
        }
    }

    /** A part as chosen by a file, with its settings in their long form when they could be read at all. */
    record Choice(Part<?> part, Optional<Value.Keyed> settings) {}

    /**
     * The one part that a mapping chooses.
     *
     * @param besides keys of the mapping that are no kinds
     */
    Optional<Choice> choose(Value.Keyed written, Collection<String> besides, Catalogue catalogue) {
        List<String> kinds = written.entries().keySet().stream()
                .filter(catalogue.parts()::containsKey)
                .toList();
        List<String> others = written.entries().keySet().stream()
                .filter(key -> !kinds.contains(key) && !besides.contains(key))
                .toList();
        if (kinds.size() == 1) {
            Part<?> part = catalogue.parts().get(kinds.get(0));
            others.forEach(other -> besideKind(other, part, written, catalogue));
            return Optional.of(new Choice(part, longForm(part, written.entries().get(part.kind()))));
        }
        others.forEach(
                other -> problems.addUnknown(written.placeOf(other), catalogue.what(), other, catalogue.offered()));
        if (kinds.size() > 1) {
            problems.add(
                    written.placeOf(kinds.get(1)),
                    "several kinds of " + catalogue.what() + " in one place: " + String.join(", ", kinds),
                    "one of them");
        } else if (others.isEmpty()) {
            problems.add(
                    written.place(),
                    "no " + catalogue.what() + " is chosen",
                    "one of " + String.join(", ", catalogue.offered()));
        }
        return Optional.empty();
    }

    private void besideKind(String other, Part<?> part, Value.Keyed written, Catalogue catalogue) {
        if (catalogue.keysOf(part).contains(other)) {
            problems.add(
                    written.placeOf(other),
                    "'" + other + "' stands beside '" + part.kind() + "'",
                    "it inside: " + part.kind() + ": {" + other + ": ...}");
        } else {
            problems.addUnknown(written.placeOf(other), "key", other, catalogue.keysOf(part));
        }
    }

    /** Brings {@code kind: value} into the form {@code kind: {key: value}}. */
    private Optional<Value.Keyed> longForm(Part<?> part, Value value) {
        if (value instanceof Value.Keyed keyed) {
            return Optional.of(keyed);
        }
        if (value instanceof Value.Nothing || part.shortForm().isEmpty()) {
            boolean defaults = SettingInfo.of(part.settings()).stream().noneMatch(SettingInfo::required);
            problems.add(
                    value.place(),
                    "'" + part.kind() + "' is " + value.described(),
                    "a mapping of its settings" + (defaults ? ", {} for its defaults" : ""));
            return Optional.empty();
        }
        String key = part.shortForm();
        return Optional.of(new Value.Keyed(Map.of(key, value), Map.of(key, value.place()), value.place()));
    }

    /** The chosen part with its settings bound; keys of {@code shared} settings are somebody else's. */
    Optional<PartSpec> bind(Choice choice, List<SettingInfo> shared) {
        return choice.settings()
                .flatMap(written -> settings(choice.part(), written, shared))
                .map(settings -> new PartSpec(choice.part().kind(), settings));
    }

    private <S extends Record> Optional<S> settings(Part<S> part, Value.Keyed written, List<SettingInfo> shared) {
        Optional<S> bound = Binder.bind(part.settings(), written, Shapes.keys(shared), problems);
        bound.ifPresent(settings -> places.put(settings, written));
        return bound;
    }
}
