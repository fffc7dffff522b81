package dev.aftershock.parts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a text setting names a target and what that target must be able to do.
 *
 * <p>The name may hold {@code *} for any run of characters, or be a label such as {@code region=east}, when {@link #many()} is true. Whoever plans the experiment
 * checks that the name resolves, so that no part has to.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Needs {

    /** The capability interface that the target must offer. */
    Class<?> value();

    /** Whether the name may match several targets. */
    boolean many() default false;

    /** Whether the target is only looked at: it does not count to what a fault touches. */
    boolean observed() default false;
}
