package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A field of type {@code Supplier<String>} that tells which running system faults may break, such as a container's id. Faults name it
 * by the field, in lower-case letters with hyphens.
 *
 * <pre>{@code
 * @ChaosTarget(kind = "container")
 * static final Supplier<String> CACHE = redis::getContainerId;
 * }</pre>
 *
 * <p>A static field is asked once, before the first test of the class; any other for each test, once other extensions have filled the
 * test in, such as Spring with the port of its application, and again right before its body. Where tests run in parallel it must tell
 * all of them the same.
 *
 * <pre>{@code
 * @ChaosTarget(kind = "chaos-monkey")
 * Supplier<String> application = () -> "http://127.0.0.1:" + port + "/actuator/chaosmonkey";
 * }</pre>
 */
@Documented
@ExtendWith(FaultsExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ChaosTarget {

    /** The kind of system, as {@code aftershock list} prints it under {@code targets}. */
    String kind();

    /** The setting that the field tells; empty for the one that stands for the kind in short. */
    String setting() default "";
}
