package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of Chaos Mesh's, as a file holds it. Its name is of no account: a fault gives it one of its own.
 *
 * @param file for error messages
 * @param namespace the one that it names
 * @param spec what it asks for, unchecked
 */
record ChaosObject(String file, String kind, Optional<String> namespace, Map<?, ?> spec) {

    static final String API_VERSION = "chaos-mesh.org/v1alpha1";

    /** Those that act on pods alone, and end with the object. */
    static final List<String> KINDS =
            List.of("PodChaos", "NetworkChaos", "StressChaos", "DNSChaos", "IOChaos", "TimeChaos", "HTTPChaos");

    private static final Pattern ACTION = Pattern.compile("[A-Za-z-]{1,30}");
    private static final List<String> KEYS = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> OF_METADATA = List.of("name", "namespace");

    /**
     * Reads one.
     *
     * @throws dev.aftershock.parts.InvalidInputException with everything that is wrong with it
     */
    static ChaosObject read(String file) {
        return of(file, ObjectFile.read(file));
    }

    private static ChaosObject of(String file, Map<?, ?> read) {
        Place place = new Place(file, 0, 0);
        Problems problems = new Problems();
        refuseUnknown(problems, place, "key", read.keySet(), KEYS);
        if (!API_VERSION.equals(read.get("apiVersion"))) {
            problems.add(place, "'apiVersion' is '" + read.get("apiVersion") + "'", API_VERSION);
        }
        String kind = String.valueOf(read.get("kind"));
        refuseUnknown(problems, place, "kind", List.of(kind), KINDS);
        Map<?, ?> metadata = mapping(read, "metadata").orElse(Map.of());
        refuseUnknown(problems, place, "key of 'metadata'", metadata.keySet(), OF_METADATA);
        Optional<Map<?, ?>> spec = mapping(read, "spec");
        if (spec.isEmpty()) {
            problems.add(place, "there is no mapping 'spec'", "what " + kind + " is to do, and to which pods");
        }
        problems.throwIfAny();
        return new ChaosObject(
                file, kind, Optional.ofNullable(metadata.get("namespace")).map(String::valueOf), spec.orElseThrow());
    }

    private static void refuseUnknown(
            Problems problems, Place place, String what, Collection<?> words, List<String> known) {
        words.stream()
                .map(String::valueOf)
                .filter(word -> !known.contains(word))
                .forEach(word -> problems.addUnknown(place, what, word, known));
    }

    static Optional<Map<?, ?>> mapping(Map<?, ?> outer, String key) {
        return outer.get(key) instanceof Map<?, ?> inner ? Optional.of(inner) : Optional.empty();
    }

    Thing.Sort sort() {
        return sort(kind);
    }

    /** Of one of the {@link #KINDS}. */
    static Thing.Sort sort(String kind) {
        return Thing.Sort.valueOf(kind.toUpperCase(Locale.ROOT));
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
