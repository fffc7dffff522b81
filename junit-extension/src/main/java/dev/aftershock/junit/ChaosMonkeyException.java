package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls of beans fail, in a Spring Boot application with Chaos Monkey in it. Either {@code watch} or {@code beans} says which. */
@Documented
@InjectedFault(value = "spring-exception", artifact = "aftershock-spring-boot", alone = true)
@Repeatable(ChaosMonkeyException.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ChaosMonkeyException {

    /** The application, by the name of its {@link ChaosTarget}. */
    String target();

    /** Which exception: {@code runtime}, which it is without, {@code illegal-state}, {@code illegal-argument}, {@code io} or {@code timeout}. */
    String type() default "";

    /** Sorts of beans: {@code service}, {@code repository}, {@code rest-controller} and others. */
    String[] watch() default {};

    /** Single beans, by their names. */
    String[] beans() default {};

    /** Of how many calls one fails. */
    int oneIn() default 1;

    /** Another {@link ChaosTarget} of the kind {@code http}, which answers with an error then: the proof that requests meet it. */
    String canary() default "";

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them, each for an application of its own. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        ChaosMonkeyException[] value();
    }
}
