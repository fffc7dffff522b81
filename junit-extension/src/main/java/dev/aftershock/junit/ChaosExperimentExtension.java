package dev.aftershock.junit;

import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the experiment that {@link ChaosExperiment} names, once or in the trials that were asked for. Stateless. */
public final class ChaosExperimentExtension implements ExecutionCondition, TestTemplateInvocationContextProvider {

    /** The configuration parameter that says where runs are recorded; default {@code target/aftershock-runs}. */
    public static final String OUT = "aftershock.out";

    /** The configuration parameter that leaves out every test that breaks something, when it is {@code true}. */
    public static final String SKIP = "aftershock.skip";

    /** The configuration parameter that only plans experiments, when it is {@code true}. */
    public static final String DRY_RUN = "aftershock.dry-run";

    /** For JUnit, which makes the extension itself. */
    public ChaosExperimentExtension() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Runs.condition(context);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        return AnnotationSupport.isAnnotated(test, ChaosExperiment.class) || Repetition.isAskedFor(test);
    }

    /** What cannot be run becomes a test that fails, because not every tool shows the failure of a container. */
    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        try {
            return invocations(context);
        } catch (IOException | RuntimeException e) {
            return Stream.of(new Refusal(context.getDisplayName(), () -> {
                throw e;
            }));
        }
    }

    private static Stream<TestTemplateInvocationContext> invocations(ExtensionContext context) throws IOException {
        Method test = context.getRequiredTestMethod();
        Unrun.refuse(context.getRequiredTestClass());
        ChaosExperiment annotation = AnnotationSupport.findAnnotation(test, ChaosExperiment.class)
                .orElseThrow(() -> Mistake.at(
                        test,
                        "@RepeatedTrials and @Sprt repeat an experiment, and it has none",
                        "@ChaosExperiment beside it; what repeats a body is JUnit's @RepeatedTest"));
        if (AnnotationSupport.isAnnotated(test, Test.class)) {
            throw Mistake.at(test, "@ChaosExperiment makes it a test, and so does @Test", "one of them");
        }
        ReadExperiment experiment = ExperimentFiles.read(annotation, context.getRequiredTestClass());
        Optional<Repetition> repetition = Repetition.of(test, experiment.experiment());
        repetition.ifPresent(asked -> refuseWhatCannotBeRepeated(context));
        if (isDry(context)) {
            String would = dry(experiment, repetition);
            return Stream.of(new Refusal(context.getDisplayName(), () -> Assumptions.abort(would)));
        }
        LeakWatch.begin(context);
        return repetition.isEmpty()
                ? Stream.of(new SingleRun(context.getDisplayName(), experiment, annotation.seed()))
                : lazily(CampaignInvocations.start(experiment, repetition.get(), Runs.out(context), annotation.seed()));
    }

    /** JUnit runs what it was given before it asks for more, in one thread. */
    private static <T> Stream<T> lazily(Iterator<T> invocations) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(invocations, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private static void refuseWhatCannotBeRepeated(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        if (context.getExecutionMode() == ExecutionMode.CONCURRENT) {
            throw Mistake.at(
                    test,
                    "its trials would run in parallel, and whether there is another one, those before it decide",
                    "no @Execution(CONCURRENT) on it");
        }
        List<Class<?>> parameters = Arrays.asList(test.getParameterTypes());
        if (parameters.contains(RunResult.class)) {
            throw Mistake.at(
                    test,
                    "it takes a RunResult, and every trial has one",
                    "a parameter of type " + Campaign.class.getName() + ", in which all trials are");
        }
    }

    static boolean isDry(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), DryRun.class)
                || AnnotationSupport.isAnnotated(context.getRequiredTestClass(), DryRun.class)
                || context.getConfigurationParameter(DRY_RUN)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
    }

    static String dry(ReadExperiment experiment, Optional<Repetition> repetition) {
        Plan plan = Planner.plan(experiment, Registry.onClassPath());
        return "dry run, nothing was broken: would "
                + plan.faults().stream().map(fault -> fault.plan().action()).collect(Collectors.joining("; "))
                + repetition.map(asked -> "; gate: " + asked.gate().text()).orElse("");
    }
}
