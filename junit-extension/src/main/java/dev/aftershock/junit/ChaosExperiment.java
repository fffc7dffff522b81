package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs an experiment before the body of a test, and fails the test on every verdict but PASS.
 *
 * <p>It is left out where the configuration parameter {@code aftershock.skip} is {@code true}, and only planned with
 * {@link DryRun}. The verdict line and its remedies are the failure's message. The body may take the
 * {@link dev.aftershock.engine.RunResult} as a parameter to look closer.
 * {@link RepeatedTrials} or {@link Sprt} beside it run it more than once.
 */
@Documented
@TestTemplate
@Tag("chaos")
@ExtendWith(ChaosExperimentExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface ChaosExperiment {

    /** The experiment file: {@code classpath:NAME} or a path relative to the working directory. */
    String value() default "";

    /** The experiment itself, as a file would hold it; in place of a file. */
    String inline() default "";

    /** Values for {@code ${var:NAME}} in the file, each as {@code NAME=VALUE}. */
    String[] variables() default {};

    /** The seed of everything random in the run. */
    long seed() default 1;
}
