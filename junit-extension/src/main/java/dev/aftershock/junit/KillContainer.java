package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A container is killed, and started again afterwards. */
@Documented
@InjectedFault(value = "container-kill", artifact = "aftershock-containers", alone = true)
@Repeatable(KillContainer.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface KillContainer {

    /** The container, by the name of its {@link ChaosTarget}. */
    String target();

    /** The signal that its first process gets, such as {@code TERM}. */
    String signal() default "KILL";

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        KillContainer[] value();
    }
}
