package dev.aftershock.junit;

import dev.aftershock.parts.InvalidInputException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the fields with {@link ProxiedLink} and fills those that are empty. Stateless. */
final class LinkFields {

    private LinkFields() {}

    /** A link that a field declares. */
    record Declared(Field field, Link link, ProxiedLink annotation) {

        /** As faults write it. */
        String name() {
            return named(field.getName());
        }

        /**
         * Puts the link into a field that is empty.
         *
         * @throws InvalidInputException when it cannot hold one
         */
        void fill() {
            if (!annotation.upstream().isEmpty()) {
                set(field, link);
            }
        }

        /** Empties such a field again: its class may run once more, as may one that inherits it. */
        void empty() {
            if (!annotation.upstream().isEmpty()) {
                set(field, null);
            }
        }
    }

    /**
     * The links of a class and its superclasses.
     *
     * @throws InvalidInputException when a field cannot hold one
     */
    static List<Declared> of(Class<?> testClass) {
        List<Declared> links = new ArrayList<>();
        for (Field field : ReflectionSupport.findFields(
                testClass,
                field -> AnnotationSupport.isAnnotated(field, ProxiedLink.class),
                HierarchyTraversalMode.TOP_DOWN)) {
            links.add(declared(field, field.getAnnotation(ProxiedLink.class)));
        }
        return links;
    }

    private static Declared declared(Field field, ProxiedLink annotation) {
        String where = where(field);
        if (!Modifier.isStatic(field.getModifiers()) || field.getType() != Link.class) {
            throw InvalidInputException.of(
                    where + " is no static field of type Link", "static Link " + field.getName());
        }
        return new Declared(field, link(field, annotation, where), annotation);
    }

    /** The name of a link as faults write it, from that of a field or parameter. */
    static String named(String java) {
        return java.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static Link link(Field field, ProxiedLink annotation, String where) {
        Link given = get(field);
        if ((given == null) == annotation.upstream().isEmpty()) {
            throw InvalidInputException.of(
                    where + (given == null ? " tells nowhere where it leads" : " holds a link and names an upstream"),
                    "either @ProxiedLink(upstream = \"host:port\"), or = Link.to(...)");
        }
        return given == null ? Link.to(annotation.upstream()) : given;
    }

    private static @Nullable Link get(Field field) {
        try {
            field.setAccessible(true);
            return (Link) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible and is not", e);
        }
    }

    private static void set(Field field, @Nullable Link link) {
        try {
            field.set(null, link);
        } catch (IllegalAccessException e) {
            throw InvalidInputException.of(where(field) + " is final and empty", "= Link.to(...), or no final");
        }
    }

    private static String where(Field field) {
        return "the field " + field.getDeclaringClass().getSimpleName() + "." + field.getName() + " with @ProxiedLink";
    }
}
