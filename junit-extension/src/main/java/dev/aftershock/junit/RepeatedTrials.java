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
 * Repeats the experiment of {@link ChaosExperiment} in independent trials, until it is shown that a quantile of its recovery times
 * lies within the RTO, or that this can no longer be shown. Where the experiment has no RTO, every trial must pass.
 *
 * <pre>{@code
 * @RepeatedTrials
 * @ChaosExperiment("classpath:postgres-failover.yaml")
 * void nineOfTenFailoversTakeLessThanFiveSeconds() {}
 * }</pre>
 *
 * <p>Each trial is an invocation of the test, and after them one more is the ruling. It alone passes or fails the build: everything
 * but PASS fails it, with what was proven and what was not as its message. A trial that does not pass is aborted with its verdict,
 * so that it is not counted as green, and yet fails nothing that the ruling lets pass. When a trial decides, the ruling comes at
 * once. The body of the test runs once, with a ruling that is PASS, and may take the {@link dev.aftershock.engine.Campaign} as a
 * parameter; methods around it, such as those with {@code @BeforeEach}, run around every trial too.
 *
 * <p>The trials run one after the other, also where tests run in parallel. Their records are those of {@code aftershock run --gate},
 * for {@code aftershock compare} and {@code report}.
 */
@Documented
@TestTemplate
@Tag("chaos")
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ChaosExperimentExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface RepeatedTrials {

    /** How many trials; by default as many as the quantile and the confidence take, 22. Fewer would prove nothing: an error. */
    int n() default 0;

    /** The share of recoveries that are to lie within the RTO, above 0 and below 1. */
    double quantile() default 0.90;

    /** How sure that is to be, above 0 and below 1. */
    double confidence() default 0.90;

    /** Over how long the fault's phase is spread, the system's longest poll or lease; by default the steady state's {@code for}. */
    String period() default "";
}
