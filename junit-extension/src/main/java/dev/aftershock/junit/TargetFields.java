package dev.aftershock.junit;

import dev.aftershock.parts.InvalidInputException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the fields with {@link ChaosTarget}. Stateless. */
final class TargetFields {

    private TargetFields() {}

    /** A target that a field declares. */
    record Declared(String name, ChaosTarget annotation, String told) {}

    /**
     * The targets of a class and its superclasses.
     *
     * @throws InvalidInputException when a field tells none
     */
    static List<Declared> of(Class<?> testClass) {
        List<Declared> targets = new ArrayList<>();
        for (Field field : ReflectionSupport.findFields(
                testClass,
                field -> AnnotationSupport.isAnnotated(field, ChaosTarget.class),
                HierarchyTraversalMode.TOP_DOWN)) {
            targets.add(new Declared(
                    LinkFields.named(field.getName()), field.getAnnotation(ChaosTarget.class), told(field)));
        }
        return targets;
    }

    private static String told(Field field) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Supplier.class) {
            try {
                field.setAccessible(true);
                if (field.get(null) instanceof Supplier<?> supplier && supplier.get() instanceof String text) {
                    return text;
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " was made accessible and is not", e);
            }
        }
        throw InvalidInputException.of(
                "the field " + field.getDeclaringClass().getSimpleName() + "." + field.getName()
                        + " with @ChaosTarget tells no target",
                "a static Supplier<String> whose text is known when the tests begin");
    }
}
