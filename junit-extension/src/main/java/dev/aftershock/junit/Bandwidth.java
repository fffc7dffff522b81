package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A link carries no more than so much a second. */
@Documented
@InjectedFault(value = "bandwidth", artifact = "aftershock-toxiproxy")
@Repeatable(Bandwidth.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Bandwidth {

    /** The link, by the name of its field or as a pattern with {@code *}. */
    String link();

    /** How much each connection carries each way, in whole KB/s of 1000 bytes. */
    String rate();

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
        Bandwidth[] value();
    }
}
