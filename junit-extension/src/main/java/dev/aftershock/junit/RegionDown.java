package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A region is cut off: every link that belongs to it is down. They are cut one right after the other in the order of their names, each
 * within some milliseconds; where their order matters, inject them by {@link Chaos} one by one.
 */
@Documented
@InjectedFault(value = "down", artifact = "aftershock-toxiproxy")
@Repeatable(RegionDown.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RegionDown {

    /** The region, as {@link ProxiedLink#region} or a system of {@link Lab} names it. */
    @SettingAs(value = "link", prefix = "region=")
    String value();

    /** For which part of a test it acts. */
    During during() default During.BODY;

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        /** Each of them. */
        RegionDown[] value();
    }
}
