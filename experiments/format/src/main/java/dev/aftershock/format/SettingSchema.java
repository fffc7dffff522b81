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
import java.util.Set;

/** Puts declared settings as JSON Schema. A value may always be a reference that is replaced when the file is read. */
final class SettingSchema {

    private static final String REFERENCE = "\\$\\{";
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> SWITCH = Set.of(boolean.class, Boolean.class);
    private static final Set<Class<?>> FRACTION = Set.of(double.class, Double.class);

    private SettingSchema() {}

    /** A mapping with these properties and no others. */
    static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** A part's settings, with the ones it shares with others; in its short form too, when it has one. */
    static Map<String, Object> part(Part<?> part, List<SettingInfo> shared) {
        List<SettingInfo> all = new ArrayList<>(SettingInfo.of(part.settings()));
        all.addAll(shared);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", part.summary());
        Map<String, Object> longForm = record(all);
        Optional<SettingInfo> shortForm =
                all.stream().filter(setting -> alone(setting, part, all)).findFirst();
        if (shortForm.isPresent()) {
            schema.put("anyOf", List.of(longForm, setting(shortForm.get())));
        } else {
            schema.putAll(longForm);
        }
        return schema;
    }

    /** Whether a setting may stand alone as the short form of its part: all others can be left out. */
    private static boolean alone(SettingInfo setting, Part<?> part, List<SettingInfo> all) {
        return setting.key().equals(part.shortForm())
                && all.stream().allMatch(other -> other.equals(setting) || !other.required());
    }

    /** A mapping of settings. */
    static Map<String, Object> record(List<SettingInfo> settings) {
        return object(
                properties(settings),
                settings.stream()
                        .filter(SettingInfo::required)
                        .map(SettingInfo::key)
                        .toList());
    }

    /** What settings are, by their keys. */
    static Map<String, Object> properties(List<SettingInfo> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        settings.forEach(setting -> properties.put(setting.key(), setting(setting)));
        return properties;
    }

    private static Map<String, Object> setting(SettingInfo setting) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", setting.doc());
        schema.putAll(type(setting.component().getGenericType()));
        setting.byDefault()
                .ifPresent(text ->
                        schema.put("default", literal(setting.component().getType(), text)));
        return schema;
    }

    /** A default as JSON would have it. */
    private static Object literal(Class<?> type, String text) {
        if (WHOLE.contains(type)) {
            return Long.valueOf(text);
        }
        if (FRACTION.contains(type)) {
            return Double.valueOf(text);
        }
        if (SWITCH.contains(type)) {
            return Boolean.valueOf(text);
        }
        return type == List.class && text.isEmpty() ? List.of() : text;
    }

    /** A duration with its unit. */
    static Map<String, Object> duration() {
        return pattern("^\\d{1,15}(\\.\\d{1,9})? *(ns|us|ms|s|m|h)$|^P[0-9DTHMS.]+$|" + REFERENCE);
    }

    /** A text of which the whole, unless it holds a reference, has a form. */
    static Map<String, Object> pattern(String pattern) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", pattern);
        return schema;
    }

    private static Map<String, Object> type(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Map<String, Object> argument = type(parameterized.getActualTypeArguments()[0]);
            return parameterized.getRawType() == List.class ? listOf(argument) : argument;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Duration.class) {
            return duration();
        }
        if (raw == Percent.class) {
            return pattern("^\\d{1,15}(\\.\\d{1,9})? *%$|" + REFERENCE);
        }
        if (SWITCH.contains(raw)) {
            return orReference(Map.of("type", "boolean"));
        }
        if (WHOLE.contains(raw) || FRACTION.contains(raw)) {
            return orReference(Map.of("type", FRACTION.contains(raw) ? "number" : "integer"));
        }
        if (raw.isRecord()) {
            return record(SettingInfo.of(raw.asSubclass(Record.class)));
        }
        return raw.isEnum() ? orReference(constants(raw)) : text();
    }

    private static Map<String, Object> listOf(Map<String, Object> item) {
        return Map.of("anyOf", List.of(Map.of("type", "array", "items", item), item));
    }

    private static Map<String, Object> orReference(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, pattern(REFERENCE)));
    }

    private static Map<String, Object> text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("string", "number", "boolean"));
        schema.put("minLength", 1);
        return schema;
    }

    private static Map<String, Object> constants(Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return Map.of("enum", words);
    }
}
