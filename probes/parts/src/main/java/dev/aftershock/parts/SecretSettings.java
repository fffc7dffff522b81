package dev.aftershock.parts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the secrets among settings. Stateless. */
public final class SecretSettings {

    private SecretSettings() {}

    /** Every secret in a record, in its lists and in the records within it. */
    public static Stream<Secret> in(Record settings) {
        return Arrays.stream(settings.getClass().getRecordComponents())
                .flatMap(component -> ofValue(value(component, settings)));
    }

    private static Stream<Secret> ofValue(Object value) {
        if (value instanceof Secret secret) {
            return Stream.of(secret);
        }
        if (value instanceof Optional<?> optional) {
            return optional.stream().flatMap(SecretSettings::ofValue);
        }
        if (value instanceof Collection<?> values) {
            return values.stream().flatMap(SecretSettings::ofValue);
        }
        return value instanceof Record settings ? in(settings) : Stream.empty();
    }

    private static Object value(RecordComponent component, Record settings) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read '" + component.getName() + "' of a record of settings", e);
        }
    }
}
