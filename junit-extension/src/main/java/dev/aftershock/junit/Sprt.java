package dev.aftershock.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Repeats the experiment of {@link ChaosExperiment} until a sequential test tells whether it passes often or seldom; mostly 8 trials
 * that pass, or 2 that fail, decide. Everything else is as with {@link RepeatedTrials}: a trial that fails is aborted with its
 * verdict, and the ruling, which comes last, may still be PASS.
 *
 * <p>A system no better than {@code bad} gets to PASS in at most 10 % of campaigns, one as good as {@code good} to FAIL in at most
 * 5 %. A test that is not decided after {@code atMost} trials fails as INCONCLUSIVE.
 */
@Documented
@TestTemplate
@Tag("chaos")
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ChaosExperimentExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Sprt {

    /** The share of trials that pass in a system that is to be accepted, above {@code bad} and below 1. */
    double good() default 0.95;

    /** The share of trials that pass in one that is to be rejected, above 0. */
    double bad() default 0.70;

    /** After how many trials it gives up. */
    int atMost() default 60;

    /** Over how long the fault's phase is spread, the system's longest poll or lease; by default the steady state's {@code for}. */
    String period() default "";
}
