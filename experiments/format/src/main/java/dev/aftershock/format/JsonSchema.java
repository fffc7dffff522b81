package dev.aftershock.format;

import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Safeguards;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.probes.Pace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the JSON Schema of experiment files from the settings that parts declare, for completion and checks in an
 * editor. The reader is stricter: it also checks ranges, names that refer to others, and references.
 */
public final class JsonSchema {

    private static final List<String> REQUIRED = List.of("aftershock", "title", "hypothesis", "probes", "steady-state");

    private final Registry registry;

    private JsonSchema(Registry registry) {
        this.registry = registry;
    }

    /**
     * The schema, draft 2020-12, ending in a line end; the same parts always give the same text.
     *
     * @param registry the parts that a file may choose from
     */
    public static String of(Registry registry) {
        return JsonText.of(new JsonSchema(registry).experiment()) + "\n";
    }

    private Map<String, Object> experiment() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("aftershock", described("Version of the format.", Map.of("const", ExperimentBinder.VERSION)));
        properties.putAll(SettingSchema.properties(SettingInfo.of(Shapes.Story.class)));
        properties.put("objectives", objectives());
        properties.put("lab", described("Systems that are started for the run, by name.", systems(true)));
        properties.put("targets", described("Systems that run already, by name.", systems(false)));
        properties.put("probes", described("What watches; at least one.", list(probe())));
        properties.put(
                "steady-state",
                described(
                        "What normal looks like, before the fault and after recovery.",
                        SettingSchema.record(Shapes.steadyState())));
        properties.put("method", described("What is done, step by step.", list(Map.of("$ref", "#/$defs/step"))));
        properties.put(
                "safeguards",
                described(
                        "The limits of the experiment itself.",
                        SettingSchema.record(SettingInfo.of(Safeguards.class))));

        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Aftershock experiment");
        schema.put("description", "One file is one experiment; values may hold ${var:NAME:-default} and ${env:NAME}.");
        schema.putAll(SettingSchema.object(properties, REQUIRED));
        // A file without both is only watched.
        schema.put("dependentRequired", Map.of("method", List.of("objectives"), "objectives", List.of("method")));
        schema.put("$defs", definitions());
        return schema;
    }

    private Map<String, Object> definitions() {
        Map<String, Object> inject = SettingSchema.properties(Shapes.InjectWords.declared());
        inject.put("inject", Map.of("$ref", "#/$defs/fault"));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(
                "fault",
                described("Exactly one fault.", choice(registry.faults().values(), new LinkedHashMap<>(), List.of())));
        definitions.put("inject", SettingSchema.object(inject, List.of("inject")));
        definitions.put("step", step());
        return definitions;
    }

    /** A step is written as one mapping, so that an editor can complete all of its words. */
    private static Map<String, Object> step() {
        Map<String, Object> properties = SettingSchema.properties(Shapes.InjectWords.declared());
        properties.put("inject", Map.of("$ref", "#/$defs/fault"));
        properties.putAll(SettingSchema.properties(SettingInfo.of(Shapes.HealWords.class)));
        properties.putAll(SettingSchema.properties(SettingInfo.of(Shapes.DeclareWords.class)));
        properties.put(
                "wait-until",
                described(
                        "Waits until a probe is stable again, or the limit has passed.",
                        SettingSchema.record(SettingInfo.of(Shapes.WaitWords.class))));
        properties.put(
                "together", described("Injects several faults at once.", list(Map.of("$ref", "#/$defs/inject"))));
        Map<String, Object> schema = SettingSchema.object(properties, List.of());
        schema.put("oneOf", required(MethodBinder.KINDS));
        schema.put("dependentRequired", Map.of("for", List.of("inject")));
        return schema;
    }

    private static Map<String, Object> objectives() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                "rto",
                described("Longest time from the fault's onset to stable recovery (R3).", SettingSchema.duration()));
        properties.put(
                "rpo",
                described(
                        "Most data that may be lost: '0 writes', or an age such as 1s.",
                        SettingSchema.pattern(ObjectivesBinder.RPO + "|"
                                + SettingSchema.duration().get("pattern"))));
        properties.put(
                "clock",
                described("When the time of recovery begins to count.", Map.of("enum", ObjectivesBinder.CLOCKS)));
        properties.put(
                "mtd",
                described(
                        "Maximum tolerable downtime, for recovery and work recovery together (R10).",
                        SettingSchema.duration()));
        properties.put(
                "work-recovery",
                described(
                        "Time that work takes to catch up once the system is back; counts against mtd.",
                        SettingSchema.duration()));
        Map<String, Object> schema = SettingSchema.object(properties, List.of());
        schema.put("minProperties", 1);
        return described("What is promised and judged.", schema);
    }

    private Map<String, Object> systems(boolean started) {
        List<TargetProvider<?>> providers = new ArrayList<>(registry.targets().values());
        providers.removeIf(provider -> provider.startsSystem() != started);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("propertyNames", Map.of("pattern", "^" + Names.PATTERN + "$"));
        schema.put("additionalProperties", choice(providers, new LinkedHashMap<>(), List.of()));
        return schema;
    }

    private Map<String, Object> probe() {
        List<SettingInfo> words = SettingInfo.of(Shapes.ProbeWords.class);
        Map<String, Object> schema =
                choice(registry.probes().values(), SettingSchema.properties(words), SettingInfo.of(Pace.class));
        schema.put("required", Shapes.keys(words));
        return schema;
    }

    /** A mapping that holds the given properties and exactly one of the parts. */
    private static Map<String, Object> choice(
            Collection<? extends Part<?>> parts, Map<String, Object> besides, List<SettingInfo> shared) {
        Map<String, Object> properties = new LinkedHashMap<>(besides);
        parts.forEach(part -> properties.put(part.kind(), SettingSchema.part(part, shared)));
        Map<String, Object> schema = SettingSchema.object(properties, List.of());
        List<String> kinds = parts.stream().<String>map(Part::kind).toList();
        if (kinds.isEmpty()) {
            schema.put("not", Map.of());
        } else {
            schema.put("oneOf", required(kinds));
        }
        return schema;
    }

    private static List<Object> required(List<String> keys) {
        return keys.stream()
                .<Object>map(key -> Map.of("required", List.of(key)))
                .toList();
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("minItems", 1);
        schema.put("items", items);
        return schema;
    }

    private static Map<String, Object> described(String description, Map<String, Object> schema) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("description", description);
        all.putAll(schema);
        return all;
    }
}
