package dev.aftershock.parts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One declared setting.
 *
 * @param key the word in the experiment file
 * @param component the record component that takes the value
 * @param doc one sentence
 * @param byDefault the default as written in a file, when there is one
 * @param required whether it must be given
 * @param needs the capability that the named target must offer, when the setting names a target
 */
public record SettingInfo(
        String key,
        RecordComponent component,
        String doc,
        Optional<String> byDefault,
        boolean required,
        Optional<Needs> needs) {

    /**
     * The settings that a record declares, in order.
     *
     * @throws IllegalArgumentException when a component carries no {@link Setting}
     */
    public static List<SettingInfo> of(Class<? extends Record> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .map(SettingInfo::of)
                .toList();
    }

    /** What it is in a record of settings, as text; empty for an optional one that was not given. */
    public Optional<String> valueIn(Record settings) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            Object value = accessor.invoke(settings);
            return value instanceof Optional<?> optional
                    ? optional.map(Object::toString)
                    : Optional.of(String.valueOf(value));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + key + " of " + settings, e);
        }
    }

    /** The same setting under another word, for a component whose word Java reserves. */
    public SettingInfo writtenAs(String word) {
        return new SettingInfo(word, component, doc, byDefault, required, needs);
    }

    private static SettingInfo of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName() + "." + component.getName() + " carries no @Setting");
        }
        boolean hasDefault = !setting.byDefault().equals(Setting.REQUIRED);
        boolean required = !hasDefault && component.getType() != Optional.class;
        return new SettingInfo(
                kebab(component.getName()),
                component,
                setting.value(),
                hasDefault ? Optional.of(setting.byDefault()) : Optional.empty(),
                required,
                Optional.ofNullable(component.getAnnotation(Needs.class)));
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
