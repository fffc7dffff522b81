package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A link carries nothing: connections are accepted, and nothing is answered. */
@Documented
@InjectedFault(value = "timeout", artifact = "aftershock-toxiproxy", alone = true)
@Repeatable(Unanswered.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Unanswered {

    /** The link, by the name of its field or as a pattern with {@code *}. */
    String link();

    /** Which data: {@code downstream} is what the server sends, {@code upstream} what clients send, or {@code both}. */
    String stream() default "";

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        Unanswered[] value();
    }
}
