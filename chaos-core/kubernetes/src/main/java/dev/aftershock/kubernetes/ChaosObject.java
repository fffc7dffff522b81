package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object for a tool that injects chaos, as a file holds it. Its name is of no account: a fault gives it one of its own.
 *
 * @param file for error messages
 * @param namespace the one that it names
 * @param spec what it asks for, unchecked
 */
record ChaosObject(ChaosTool tool, String file, String kind, Optional<String> namespace, Map<?, ?> spec) {

    private static final Pattern ACTION = Pattern.compile("[A-Za-z-]{1,30}");
    private static final List<String> KEYS = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> OF_METADATA = List.of("name", "namespace");

    /**
     * Reads one.
     *
     * @throws dev.aftershock.parts.InvalidInputException with everything that is wrong with it
     */
    static ChaosObject read(ChaosTool tool, String file) {
        return of(tool, file, ObjectFile.read(file));
    }

    private static ChaosObject of(ChaosTool tool, String file, Map<?, ?> read) {
        Place place = new Place(file, 0, 0);
        Problems problems = new Problems();
        refuseUnknown(problems, place, "key", read.keySet(), KEYS);
        if (!tool.api().equals(read.get("apiVersion"))) {
            problems.add(place, "'apiVersion' is '" + read.get("apiVersion") + "'", tool.api());
        }
        String kind = String.valueOf(read.get("kind"));
        refuseUnknown(problems, place, "kind", List.of(kind), tool.kinds());
        Map<?, ?> metadata = mapping(read, "metadata").orElse(Map.of());
        refuseUnknown(problems, place, "key of 'metadata'", metadata.keySet(), OF_METADATA);
        Optional<Map<?, ?>> spec = mapping(read, "spec");
        if (spec.isEmpty()) {
            problems.add(place, "there is no mapping 'spec'", "what " + kind + " is to do, and to which pods");
        }
        problems.throwIfAny();
        return new ChaosObject(
                tool,
                file,
                kind,
                Optional.ofNullable(metadata.get("namespace")).map(String::valueOf),
                spec.orElseThrow());
    }

    static void refuseUnknown(
            Problems problems, Place place, String what, Collection<?> words, Collection<String> known) {
        words.stream()
                .map(String::valueOf)
                .filter(word -> !known.contains(word))
                .forEach(word -> problems.addUnknown(place, what, word, known));
    }

    /** Refuses what is in another namespace than the one of the fault's target. */
    void refuseOther(Problems problems, String where, Object named, String namespace) {
        if (!namespace.equals(named)) {
            problems.add(
                    place(),
                    "'" + where + "' is '" + named + "', where nothing may be broken by this fault",
                    "'" + namespace + "', the namespace of its target, or none");
        }
    }

    static Optional<Map<?, ?>> mapping(Map<?, ?> outer, String key) {
        return outer.get(key) instanceof Map<?, ?> inner ? Optional.of(inner) : Optional.empty();
    }

    static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /** The same with what it may ask for. */
    ChaosObject with(Map<String, Object> kept) {
        return new ChaosObject(tool, file, kind, namespace, kept);
    }

    Thing.Sort sort() {
        return ChaosTool.sort(kind);
    }

    Place place() {
        return new Place(file, 0, 0);
    }

    /** Such as {@code NetworkChaos (delay)}. */
    @Override
    public String toString() {
        boolean told = spec.get("action") instanceof String action
                && ACTION.matcher(action).matches();
        return told ? kind + " (" + spec.get("action") + ")" : kind;
    }
}
