package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes an annotation of a fault: on a test method the fault acts while the method runs, on a class for each of its tests. It is
 * healed, and seen to be healed, before the next test; a fault that is not seen to act fails the test.
 *
 * <p>Each attribute of the annotation is a setting of the fault, under its name with hyphens ({@code replicaLag} is
 * {@code replica-lag}); an empty text or list is left out. The attribute {@code during} of type {@link During} is no setting. Annotations
 * of faults may be put on annotations of one's own.
 */
@Documented
@Tag("chaos")
@ExtendWith(FaultsExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface InjectedFault {

    /** The kind of fault, as {@code aftershock list} prints it. */
    String value();

    /** The artifact that offers it, for the message when it is missing. */
    String artifact();

    /** Whether no other fault can act where it acts, as nothing can be slow on a link that is cut. */
    boolean alone() default false;
}
