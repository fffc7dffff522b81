package dev.aftershock.parts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a record component as a setting of a part.
 *
 * <p>The key is the component's name in kebab case. A setting without default is required, unless its type is
 * {@link java.util.Optional}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** Marks a setting that must be given. */
    String REQUIRED = "\0required";

    /** One sentence for the documentation table and the JSON Schema. */
    String value();

    /** The default, spelled as in an experiment file. */
    String byDefault() default REQUIRED;
}
