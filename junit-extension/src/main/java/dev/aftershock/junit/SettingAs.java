package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that an attribute of a fault's annotation is written otherwise than as the setting of its own name. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SettingAs {

    /** The setting. */
    String value();

    /** What is written before the attribute's own value. */
    String prefix() default "";
}
