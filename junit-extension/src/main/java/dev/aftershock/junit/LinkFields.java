package dev.aftershock.junit;

import dev.aftershock.parts.InvalidInputException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the fields with {@link ProxiedLink} and fills those that are empty. Stateless. */
final class LinkFields {

    private LinkFields() {}

    /** A link that a field declares. */
    record Declared(String name, Link link, ProxiedLink annotation) {}

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
        String where =
                "the field " + field.getDeclaringClass().getSimpleName() + "." + field.getName() + " with @ProxiedLink";
        if (!Modifier.isStatic(field.getModifiers()) || field.getType() != Link.class) {
            throw InvalidInputException.of(
                    where + " is no static field of type Link", "static Link " + field.getName());
        }
        return new Declared(named(field.getName()), link(field, annotation, where), annotation);
    }

    /** The name of a link as faults write it, from that of a field or parameter. */
    static String named(String java) {
        return java.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static Link link(Field field, ProxiedLink annotation, String where) {
        try {
            field.setAccessible(true);
            Link given = (Link) field.get(null);
            if ((given == null) == annotation.upstream().isEmpty()) {
                throw InvalidInputException.of(
                        where
                                + (given == null
                                        ? " tells nowhere where it leads"
                                        : " holds a link and names an upstream"),
                        "either @ProxiedLink(upstream = \"host:port\"), or = Link.to(...)");
            }
            if (given != null) {
                return given;
            }
            Link made = Link.to(annotation.upstream());
            field.set(null, made);
            return made;
        } catch (IllegalAccessException e) {
            throw InvalidInputException.of(where + " is final and empty", "= Link.to(...), or no final");
        }
    }
}
