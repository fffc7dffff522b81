package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A link is down: open connections are closed and new ones refused. */
@Documented
@InjectedFault(value = "down", artifact = "aftershock-toxiproxy", alone = true)
@Repeatable(Cut.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Cut {

    /** The link, by the name of its field or as a pattern with {@code *}. */
    String link();

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        Cut[] value();
    }
}
