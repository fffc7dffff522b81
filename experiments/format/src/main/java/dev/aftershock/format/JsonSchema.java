package dev.aftershock.format;

import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Safeguards;
import dev.aftershock.engine.SteadyStateSpec;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.probes.Pace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the JSON Schema of experiment files from the settings that parts declare, for completion in an editor. */
public final class JsonSchema {

    private static final String NAME = "^[a-z0-9][a-z0-9-]{0,39}$";

    private JsonSchema() {}

    /** The schema, draft 2020-12; the same parts always give the same text. */
    public static String of(Registry registry) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Aftershock experiment");
        schema.put("description", "One file is one experiment. Values may hold ${var:NAME:-default} and ${env:NAME}.");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("aftershock", described(Map.of("const", ExperimentBinder.VERSION), "Version of the format."));
        properties.put("title", described(Map.of("type", "string"), "One line."));
        properties.put("hypothesis", described(Map.of("type", "string"), "What is believed to hold."));
        properties.put("objectives", objectives());
        properties.put(
                "lab",
                systems(registry.targets().values().stream()
                        .filter(t -> t.startsSystem())
                        .toList()));
        properties.put(
                "targets",
                systems(registry.targets().values().stream()
                        .filter(t -> !t.startsSystem())
                        .toList()));
        properties.put("probes", probes(registry));
        properties.put("steady-state", SettingSchema.record(SteadyStateSpec.class, "lasting", "for"));
        properties.put("method", method(registry));
        properties.put("safeguards", SettingSchema.record(Safeguards.class, "", ""));
        List<String> required =
                List.of("aftershock", "title", "hypothesis", "objectives", "probes", "steady-state", "method");
        schema.putAll(SettingSchema.object(properties, required));
        return JsonText.of(schema) + "\n";
    }

    private static Map<String, Object> described(Map<String, Object> schema, String description) {
        Map<String, Object> all = new LinkedHashMap<>(schema);
        all.put("description", description);
        return all;
    }

    private static Map<String, Object> objectives() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("rto", described(SettingSchema.duration(), "Longest time to stable recovery (R3)."));
        properties.put("rpo", described(Map.of("type", "string"), "Most data lost: '0 writes', or an age such as 1s."));
        return SettingSchema.object(properties, List.of());
    }

    private static Map<String, Object> systems(Collection<? extends Part<?>> parts) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("propertyNames", Map.of("pattern", NAME));
        schema.put("additionalProperties", choice(parts, new LinkedHashMap<>(), List.of(), List.of()));
        return schema;
    }

    private static Map<String, Object> probes(Registry registry) {
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("name", Map.of("type", "string", "pattern", NAME));
        return list(choice(registry.probes().values(), name, List.of("name"), SettingInfo.of(Pace.class)));
    }

    private static Map<String, Object> method(Registry registry) {
        Map<String, Object> fault = choice(registry.faults().values(), new LinkedHashMap<>(), List.of(), List.of());
        Map<String, Object> wait = new LinkedHashMap<>();
        wait.put("recovered", Map.of("type", "string"));
        wait.put("within", SettingSchema.duration());
        Map<String, Object> inject = new LinkedHashMap<>();
        inject.put("name", Map.of("type", "string", "pattern", NAME));
        inject.put("inject", fault);
        inject.put("for", described(SettingSchema.duration(), "The fault heals by itself after this time."));
        List<Object> steps = new ArrayList<>();
        steps.add(SettingSchema.object(inject, List.of("inject")));
        steps.add(step("heal", Map.of("type", "string")));
        steps.add(step("wait-until", SettingSchema.object(wait, List.of("recovered", "within"))));
        steps.add(step("together", list(SettingSchema.object(inject, List.of("inject")))));
        return list(Map.of("oneOf", steps));
    }

    private static Map<String, Object> step(String kind, Map<String, Object> schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", Map.of("type", "string", "pattern", NAME));
        properties.put(kind, schema);
        return SettingSchema.object(properties, List.of(kind));
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("minItems", 1);
        schema.put("items", items);
        return schema;
    }

    /** A mapping that holds the given properties and exactly one of the parts. */
    private static Map<String, Object> choice(
            Collection<? extends Part<?>> parts,
            Map<String, Object> besides,
            List<String> required,
            List<SettingInfo> shared) {
        Map<String, Object> properties = new LinkedHashMap<>(besides);
        List<Object> oneOf = new ArrayList<>();
        for (Part<?> part : parts) {
            properties.put(part.kind(), SettingSchema.part(part, shared));
            oneOf.add(Map.of("required", List.of(part.kind())));
        }
        Map<String, Object> schema = SettingSchema.object(properties, required);
        schema.put("oneOf", oneOf);
        return schema;
    }
}
