package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A process is killed; its lab brings it back. */
@Documented
@InjectedFault(value = "process-kill", artifact = "aftershock-processes")
@Repeatable(KillProcess.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface KillProcess {

    /** The process, such as {@code orders-db.primary}. */
    String target();

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        KillProcess[] value();
    }
}
