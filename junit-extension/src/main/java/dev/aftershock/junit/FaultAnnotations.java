package dev.aftershock.junit;

import dev.aftershock.format.Word;
import dev.aftershock.format.Words;
import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Finds the annotations of faults on a test, also on annotations and in containers, and writes them as parts. Stateless. */
final class FaultAnnotations {

    private FaultAnnotations() {}

    /**
     * A fault that an annotation asks for.
     *
     * @param shown the annotation as written, for messages
     */
    record Wanted(InjectedFault fault, Word part, During during, String shown) {}

    /** The faults of a test: those of its class first, then its own, each in the order written. */
    static List<Wanted> of(Class<?> testClass, Method method) {
        List<Wanted> found = new ArrayList<>();
        collect(testClass, found, new HashSet<>());
        collect(method, found, new HashSet<>());
        return List.copyOf(found);
    }

    /** Whether there is one on a method itself. */
    static boolean anyOn(Method method) {
        List<Wanted> found = new ArrayList<>();
        collect(method, found, new HashSet<>());
        return !found.isEmpty();
    }

    private static void collect(AnnotatedElement element, List<Wanted> found, Set<Class<?>> seen) {
        for (Annotation annotation : element.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            InjectedFault fault = type.getDeclaredAnnotation(InjectedFault.class);
            if (fault != null) {
                found.add(wanted(annotation, fault));
            } else if (!contained(annotation, found) && !type.getName().startsWith("java.") && seen.add(type)) {
                collect(type, found, seen);
            }
        }
    }

    /** Whether it holds repeated annotations of a fault, which are added. */
    private static boolean contained(Annotation annotation, List<Wanted> found) {
        Class<? extends Annotation> container = annotation.annotationType();
        for (Method attribute : container.getDeclaredMethods()) {
            Class<?> item = attribute.getReturnType().getComponentType();
            Repeatable repeatable = item == null ? null : item.getDeclaredAnnotation(Repeatable.class);
            InjectedFault fault = item == null ? null : item.getDeclaredAnnotation(InjectedFault.class);
            if (fault != null && repeatable != null && repeatable.value() == container) {
                for (Annotation each : (Annotation[]) value(annotation, attribute)) {
                    found.add(wanted(each, fault));
                }
                return true;
            }
        }
        return false;
    }

    private static Wanted wanted(Annotation annotation, InjectedFault fault) {
        List<Word> settings = new ArrayList<>();
        During during = During.BODY;
        for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
            Object value = value(annotation, attribute);
            if (value instanceof During given) {
                during = given;
            } else if (isGiven(value)) {
                settings.add(word(attribute, value));
            }
        }
        Word part = Words.part(fault.value(), settings.toArray(Word[]::new));
        return new Wanted(fault, part, during, shown(annotation));
    }

    private static boolean isGiven(Object value) {
        return value instanceof String[] several ? several.length > 0 : !value.equals("");
    }

    /** As in the code, without what is left at its default. */
    private static String shown(Annotation annotation) {
        List<String> settings = new ArrayList<>();
        for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
            Object value = value(annotation, attribute);
            if (!Objects.deepEquals(value, attribute.getDefaultValue())) {
                settings.add(attribute.getName() + " = " + shown(value));
            }
        }
        Collections.sort(settings);
        return "@" + annotation.annotationType().getSimpleName() + "(" + String.join(", ", settings) + ")";
    }

    private static String shown(Object value) {
        if (value instanceof String[] several) {
            return Arrays.toString(several);
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }

    private static Word word(Method attribute, Object value) {
        SettingAs as = attribute.getAnnotation(SettingAs.class);
        if (as != null) {
            return Words.with(as.value(), as.prefix() + value);
        }
        String key = hyphened(attribute.getName());
        return value instanceof String[] several
                ? Words.with(key, Arrays.asList(several))
                : Words.with(key, value instanceof Enum<?> word ? hyphened(word.name()) : value.toString());
    }

    private static String hyphened(String name) {
        String parted = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-');
        return parted.toLowerCase(Locale.ROOT);
    }

    private static Object value(Annotation annotation, Method attribute) {
        try {
            attribute.setAccessible(true);
            return attribute.invoke(annotation);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + annotation, e);
        }
    }
}
