package dev.aftershock.junit;

import dev.aftershock.parts.InvalidInputException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the fields with {@link ChaosTarget} and reads them. Stateless. */
final class TargetFields {

    private TargetFields() {}

    /**
     * A target that a field declares.
     *
     * @param place of the field, for messages
     */
    record Declared(String name, ChaosTarget annotation, String told, String place) {}

    /**
     * The targets that static fields of a class and its superclasses tell.
     *
     * @throws InvalidInputException when one tells none
     */
    static List<Declared> of(Class<?> testClass) {
        return find(testClass, field -> Modifier.isStatic(field.getModifiers())).stream()
                .map(field -> read(field, testClass))
                .toList();
    }

    /** The other such fields of a class and its superclasses, which tell one for each test. */
    static List<Field> ofTests(Class<?> testClass) {
        return find(testClass, field -> !Modifier.isStatic(field.getModifiers()));
    }

    private static List<Field> find(Class<?> testClass, Predicate<Field> which) {
        return ReflectionSupport.findFields(
                testClass,
                which.and(field -> AnnotationSupport.isAnnotated(field, ChaosTarget.class)),
                HierarchyTraversalMode.TOP_DOWN);
    }

    /**
     * What a field tells.
     *
     * @param test whose field it is; anything for a static one
     * @throws InvalidInputException when it tells no target
     */
    static Declared read(Field field, Object test) {
        String place = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        return new Declared(
                LinkFields.named(field.getName()),
                field.getAnnotation(ChaosTarget.class),
                told(field, test, "the field " + place + " with @ChaosTarget tells no target"),
                place);
    }

    private static String told(Field field, Object test, String mistake) {
        String expected = Modifier.isStatic(field.getModifiers())
                ? "a static Supplier<String> whose text is known when the tests begin, or a field that is not static"
                : "a Supplier<String> whose text is known when the test begins, before its @BeforeEach methods";
        try {
            field.setAccessible(true);
            if (field.get(test) instanceof Supplier<?> supplier && supplier.get() instanceof String text) {
                return text;
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible and is not", e);
        } catch (RuntimeException e) {
            InvalidInputException failed = InvalidInputException.of(mistake + ": " + e, expected);
            failed.initCause(e);
            throw failed;
        }
        throw InvalidInputException.of(mistake, expected);
    }
}
