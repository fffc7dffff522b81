package dev.aftershock.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds methods that ask for something to be broken, and that JUnit passes over without a word. Stateless. */
final class Unrun {

    private Unrun() {}

    /**
     * Looks at the methods of a class and its superclasses.
     *
     * @throws dev.aftershock.parts.InvalidInputException for the first that would break nothing, because it is never run
     */
    static void refuse(Class<?> testClass) {
        Predicate<Method> asks = method -> FaultAnnotations.anyOn(method)
                || AnnotationSupport.isAnnotated(method, ChaosExperiment.class)
                || Repetition.isAskedFor(method);
        for (Method method : ReflectionSupport.findMethods(testClass, asks, HierarchyTraversalMode.TOP_DOWN)) {
            why(method).ifPresent(why -> {
                throw Mistake.at(
                        method, "it is to break something, and JUnit never runs it: " + why, "a test that runs");
            });
        }
    }

    private static Optional<String> why(Method method) {
        int modifiers = method.getModifiers();
        if (!AnnotationSupport.isAnnotated(method, Testable.class)) {
            return Optional.of("it is no test; @Test is missing");
        }
        if (Modifier.isPrivate(modifiers)) {
            return Optional.of("it is private");
        }
        if (Modifier.isStatic(modifiers)) {
            return Optional.of("it is static");
        }
        boolean mayReturn = AnnotationSupport.isAnnotated(method, TestFactory.class);
        return method.getReturnType() == void.class || mayReturn ? Optional.empty() : Optional.of("it returns a value");
    }
}
