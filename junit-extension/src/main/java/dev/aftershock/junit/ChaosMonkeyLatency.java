package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls of beans take longer, in a Spring Boot application with Chaos Monkey in it. Either {@code watch} or {@code beans} says which. */
@Documented
@InjectedFault(value = "spring-latency", artifact = "aftershock-spring-boot", alone = true)
@Repeatable(ChaosMonkeyLatency.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ChaosMonkeyLatency {

    /** The application, by the name of its {@link ChaosTarget}. */
    String target();

    /** How much longer, such as {@code 300ms}. */
    String value();

    /** Sorts of beans: {@code service}, {@code repository}, {@code rest-controller} and others. */
    String[] watch() default {};

    /** Single beans, by their names. */
    String[] beans() default {};

    /** Of how many calls one takes longer. */
    int oneIn() default 1;

    /** Another {@link ChaosTarget} of the kind {@code http}, whose answers come later then: the proof that requests meet it. */
    String canary() default "";

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them, each for an application of its own. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        ChaosMonkeyLatency[] value();
    }
}
