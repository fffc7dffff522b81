package dev.aftershock.format;

import dev.aftershock.parts.Part;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.SettingInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts declared settings as JSON Schema. A value may always be a reference that is replaced when the file is read. */
final class SettingSchema {

    private static final String REFERENCE = "\\$\\{";

    private SettingSchema() {}

    static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    /** A part's settings, with the ones it shares with others; in its short form too, when it has one. */
    static Map<String, Object> part(Part<?> part, List<SettingInfo> shared) {
        List<SettingInfo> own = SettingInfo.of(part.settings());
        List<SettingInfo> all = new ArrayList<>(own);
        all.addAll(shared);
        Map<String, Object> schema = settings(all);
        boolean nothingRequired = own.stream().noneMatch(SettingInfo::required);
        List<String> types = new ArrayList<>(List.of("object"));
        if (!part.shortForm().isEmpty()) {
            types.addAll(List.of("string", "number", "boolean"));
        }
        if (nothingRequired) {
            types.add("null");
        }
        schema.put("type", types.size() == 1 ? types.get(0) : types);
        schema.put("description", part.summary());
        return schema;
    }

    /** A record of settings; one component may be written under another word. */
    static Map<String, Object> record(Class<? extends Record> type, String component, String written) {
        Map<String, Object> schema = settings(SettingInfo.of(type));
        if (!component.isEmpty()) {
            rename(schema, component, written);
        }
        return schema;
    }

    @SuppressWarnings("unchecked")
    private static void rename(Map<String, Object> schema, String component, String written) {
        Map<String, Object> properties = (Map<String, Object>) schema.get("properties");
        properties.put(
                written, Optional.ofNullable(properties.remove(component)).orElseThrow());
        List<String> required = (List<String>) schema.get("required");
        schema.put(
                "required",
                required.stream()
                        .map(key -> key.equals(component) ? written : key)
                        .toList());
    }

    private static Map<String, Object> settings(List<SettingInfo> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (SettingInfo setting : settings) {
            Map<String, Object> schema =
                    new LinkedHashMap<>(type(setting.component().getGenericType()));
            schema.put("description", setting.doc());
            setting.byDefault().filter(value -> !value.isEmpty()).ifPresent(value -> schema.put("default", value));
            properties.put(setting.key(), schema);
            if (setting.required()) {
                required.add(setting.key());
            }
        }
        return object(properties, required);
    }

    static Map<String, Object> duration() {
        return pattern("^\\d+(\\.\\d+)? *(ns|us|ms|s|m|h)$|^P|" + REFERENCE);
    }

    private static Map<String, Object> pattern(String pattern) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", pattern);
        return schema;
    }

    private static Map<String, Object> type(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Map<String, Object> argument = type(parameterized.getActualTypeArguments()[0]);
            return parameterized.getRawType() == List.class ? Map.of("type", "array", "items", argument) : argument;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Duration.class) {
            return duration();
        }
        if (raw == Percent.class) {
            return pattern("^\\d+(\\.\\d+)? *%$|" + REFERENCE);
        }
        if (raw == boolean.class) {
            return Map.of("anyOf", List.of(Map.of("type", "boolean"), pattern(REFERENCE)));
        }
        if (raw == int.class || raw == long.class || raw == double.class) {
            String number = raw == double.class ? "number" : "integer";
            return Map.of("anyOf", List.of(Map.of("type", number), pattern(REFERENCE)));
        }
        return raw.isEnum() ? constants(raw) : Map.of("type", List.of("string", "number"));
    }

    private static Map<String, Object> constants(Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return Map.of("anyOf", List.of(Map.of("enum", words), pattern(REFERENCE)));
    }
}
