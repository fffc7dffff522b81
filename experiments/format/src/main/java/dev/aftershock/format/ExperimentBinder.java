package dev.aftershock.format;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Places;
import dev.aftershock.engine.ProbeSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Safeguards;
import dev.aftershock.engine.SteadyStateSpec;
import dev.aftershock.engine.Step;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Value;
import dev.aftershock.probes.Pace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds the values of a file to an experiment. Used once. */
final class ExperimentBinder {

    static final int VERSION = 1;
    static final List<String> KEYS = List.of(
            "aftershock",
            "title",
            "hypothesis",
            "objectives",
            "lab",
            "targets",
            "probes",
            "steady-state",
            "method",
            "safeguards");

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";
    private static final String NAME_EXPECTED = "lower-case letters, digits and dashes, at most 40";

    private final Registry registry;
    private final Problems problems;
    private final Places places = new Places();
    private final Set<String> names = new HashSet<>();

    ExperimentBinder(Registry registry, Problems problems) {
        this.registry = registry;
        this.problems = problems;
    }

    Places places() {
        return places;
    }

    /** The experiment; nothing when problems were added. */
    Optional<Experiment> bind(Value.Keyed root) {
        unknownKeys(root, KEYS);
        version(root);
        String title = text(root, "title");
        String hypothesis = text(root, "hypothesis");
        Optional<Objectives> objectives = new ObjectivesBinder(problems, places).bind(root);
        List<TargetSpec> targets = new ArrayList<>(targets(root, "lab", true));
        targets.addAll(targets(root, "targets", false));
        List<ProbeSpec> probes = probes(root);
        Optional<SteadyStateSpec> steady = steadyState(root);
        List<Step> method = new MethodBinder(this, problems).bind(root, probes);
        Optional<Safeguards> safeguards = safeguards(root);
        if (problems.any()) {
            return Optional.empty();
        }
        return Optional.of(new Experiment(
                title,
                hypothesis,
                objectives.orElseThrow(),
                targets,
                probes,
                steady.orElseThrow(),
                method,
                safeguards.orElseThrow()));
    }

    private void version(Value.Keyed root) {
        Value version = root.entries().get("aftershock");
        if (version == null) {
            problems.add(root.place(), "the format's version is missing", "aftershock: " + VERSION);
        } else if (!(version instanceof Value.Scalar scalar) || !scalar.text().equals(Integer.toString(VERSION))) {
            problems.add(
                    version.place(),
                    "the format's version is " + version.described(),
                    VERSION + ", the one that this release reads");
        }
    }

    private List<TargetSpec> targets(Value.Keyed root, String section, boolean starts) {
        List<TargetSpec> targets = new ArrayList<>();
        keyed(root.entries().get(section), section)
                .ifPresent(systems -> systems.entries().forEach((name, value) -> {
                    checkName(name, systems.placeOf(name), "system");
                    part(value, "kind of " + section, registry.targets())
                            .filter(part -> belongs(part, section, starts, value.place()))
                            .ifPresent(part -> targets.add(new TargetSpec(name, part)));
                }));
        return targets;
    }

    private boolean belongs(PartSpec part, String section, boolean starts, Place place) {
        TargetProvider<?> provider = registry.targets().get(part.kind());
        if (provider.startsSystem() == starts) {
            return true;
        }
        String right = starts ? "targets" : "lab";
        problems.add(place, "'" + part.kind() + "' stands under '" + section + "'", "it under '" + right + "'");
        return false;
    }

    private List<ProbeSpec> probes(Value.Keyed root) {
        List<ProbeSpec> probes = new ArrayList<>();
        for (Value.Keyed written : list(root, "probes", "at least one probe")) {
            probe(written).ifPresent(probes::add);
        }
        return probes;
    }

    private Optional<ProbeSpec> probe(Value.Keyed written) {
        String name = text(written, "name");
        if (!name.isEmpty()) {
            checkName(name, written.entries().get("name").place(), "probe");
        }
        return chosen(written, List.of("name"), "probe", registry.probes()).flatMap(choice -> {
            List<String> shared =
                    SettingInfo.of(Pace.class).stream().map(SettingInfo::key).toList();
            Optional<Record> settings = settings(choice.part(), choice.written(), shared);
            Optional<Pace> pace = Binder.bind(Pace.class, only(choice.written(), shared), List.of(), problems);
            pace.ifPresent(bound -> places.put(bound, choice.written()));
            return settings.flatMap(bound ->
                    pace.map(p -> new ProbeSpec(name, new PartSpec(choice.part().kind(), bound), p)));
        });
    }

    private Optional<SteadyStateSpec> steadyState(Value.Keyed root) {
        Value value = root.entries().get("steady-state");
        if (value == null) {
            problems.add(
                    root.place(), "the setting 'steady-state' is missing", "{within: 50ms, bad-at-most: 1%, for: 2s}");
            return Optional.empty();
        }
        return keyed(value, "steady-state")
                .flatMap(written -> record(SteadyStateSpec.class, Renamed.key(written, "for", "lasting")));
    }

    private Optional<Safeguards> safeguards(Value.Keyed root) {
        Value value = root.entries().get("safeguards");
        Value.Keyed written = value == null
                ? new Value.Keyed(Map.of(), Map.of(), root.place())
                : keyed(value, "safeguards").orElse(new Value.Keyed(Map.of(), Map.of(), value.place()));
        return record(Safeguards.class, written);
    }

    private <S extends Record> Optional<S> record(Class<S> type, Value.Keyed written) {
        Optional<S> bound = Binder.bind(type, written, List.of(), problems);
        bound.ifPresent(record -> places.put(record, written));
        return bound;
    }

    /** A part as chosen by a file. */
    record Choice(Part<?> part, Value.Keyed written) {}

    /** The part that a value {@code {kind: {settings}}} chooses. */
    Optional<PartSpec> part(Value value, String what, Map<String, ? extends Part<?>> known) {
        return keyed(value, what)
                .flatMap(written -> chosen(written, List.of(), what, known))
                .flatMap(choice -> settings(choice.part(), choice.written(), List.of())
                        .map(bound -> new PartSpec(choice.part().kind(), bound)));
    }

    private Optional<Choice> chosen(
            Value.Keyed written, List<String> besides, String what, Map<String, ? extends Part<?>> known) {
        List<String> kinds = written.entries().keySet().stream()
                .filter(key -> !besides.contains(key))
                .toList();
        if (kinds.size() != 1) {
            String found = kinds.isEmpty() ? "no " + what : "several: " + String.join(", ", kinds);
            problems.add(written.place(), found, "exactly one of " + String.join(", ", known.keySet()));
            return Optional.empty();
        }
        String kind = kinds.get(0);
        Part<?> part = known.get(kind);
        if (part == null) {
            problems.addUnknown(written.placeOf(kind), what, kind, known.keySet());
            return Optional.empty();
        }
        return Optional.of(new Choice(part, longForm(part, written.entries().get(kind))));
    }

    /** Brings {@code kind: value} into the form {@code kind: {key: value}}. */
    private Value.Keyed longForm(Part<?> part, Value value) {
        if (value instanceof Value.Keyed keyed) {
            return keyed;
        }
        boolean empty = value instanceof Value.Scalar scalar && scalar.text().isEmpty();
        if (empty || part.shortForm().isEmpty()) {
            if (!empty) {
                problems.add(
                        value.place(), "'" + part.kind() + "' is " + value.described(), "a mapping of its settings");
            }
            return new Value.Keyed(Map.of(), Map.of(), value.place());
        }
        return new Value.Keyed(Map.of(part.shortForm(), value), Map.of(part.shortForm(), value.place()), value.place());
    }

    private Optional<Record> settings(Part<?> part, Value.Keyed written, List<String> shared) {
        Optional<? extends Record> bound = Binder.bind(part.settings(), written, shared, problems);
        bound.ifPresent(record -> places.put(record, written));
        return bound.map(Record.class::cast);
    }

    private static Value.Keyed only(Value.Keyed written, List<String> keys) {
        Map<String, Value> entries = new LinkedHashMap<>(written.entries());
        entries.keySet().retainAll(keys);
        return new Value.Keyed(entries, written.keyPlaces(), written.place());
    }

    Registry registry() {
        return registry;
    }

    /** Checks that a name is well-formed and stands only once. */
    void checkName(String name, Place place, String what) {
        if (!name.matches(NAME)) {
            problems.add(place, "the " + what + " is named '" + name + "'", NAME_EXPECTED);
        } else if (!names.add(what + " " + name)) {
            problems.add(place, "a second " + what + " is named '" + name + "'", "each name once");
        }
    }

    void unknownKeys(Value.Keyed written, List<String> known) {
        for (String key : written.entries().keySet()) {
            if (!known.contains(key)) {
                problems.addUnknown(written.placeOf(key), "key", key, known);
            }
        }
    }

    private String text(Value.Keyed written, String key) {
        Value value = written.entries().get(key);
        if (value instanceof Value.Scalar scalar && !scalar.text().isBlank()) {
            return scalar.text();
        }
        if (value == null) {
            problems.add(written.place(), "the setting '" + key + "' is missing", "a text");
        } else {
            problems.add(value.place(), "'" + key + "' is " + value.described(), "a text");
        }
        return "";
    }

    /** The mapping that a value is; nothing for no value, a problem for another sort of value. */
    Optional<Value.Keyed> keyed(@org.jspecify.annotations.Nullable Value value, String what) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Value.Keyed keyed) {
            return Optional.of(keyed);
        }
        problems.add(value.place(), "'" + what + "' is " + value.described(), "a mapping");
        return Optional.empty();
    }

    /** The mappings that a list holds. */
    List<Value.Keyed> list(Value.Keyed written, String key, String expected) {
        Value value = written.entries().get(key);
        if (!(value instanceof Value.Items items) || items.items().isEmpty()) {
            Place place = value == null ? written.place() : value.place();
            String found =
                    value == null ? "the setting '" + key + "' is missing" : "'" + key + "' is " + value.described();
            problems.add(place, found, "a list with " + expected);
            return List.of();
        }
        return items.items().stream()
                .flatMap(item -> keyed(item, "an entry of " + key).stream())
                .toList();
    }
}
