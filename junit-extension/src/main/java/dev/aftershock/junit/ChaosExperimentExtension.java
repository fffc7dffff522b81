package dev.aftershock.junit;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the experiment that {@link ChaosExperiment} names. Stateless; results live in the test's own store. */
public final class ChaosExperimentExtension implements ExecutionCondition, BeforeEachCallback, ParameterResolver {

    /** The configuration parameter that says where runs are recorded; default {@code target/aftershock-runs}. */
    public static final String OUT = "aftershock.out";

    /** The configuration parameter that leaves out every test that breaks something, when it is {@code true}. */
    public static final String SKIP = "aftershock.skip";

    /** The configuration parameter that only plans experiments, when it is {@code true}. */
    public static final String DRY_RUN = "aftershock.dry-run";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ChaosExperimentExtension.class);

    /** For JUnit, which makes the extension itself. */
    public ChaosExperimentExtension() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Runs.condition(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        ChaosExperiment annotation = AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), ChaosExperiment.class)
                .orElseThrow();
        ReadExperiment experiment = ExperimentFiles.read(annotation, context.getRequiredTestClass());
        if (isDry(context)) {
            Plan plan = Planner.plan(experiment, Registry.onClassPath());
            Assumptions.abort("dry run, nothing was broken: would "
                    + plan.faults().stream().map(fault -> fault.plan().action()).collect(Collectors.joining("; ")));
        }
        RunResult result = run(experiment, annotation.seed(), Runs.out(context));
        context.getStore(NAMESPACE).put(RunResult.class, result);
        context.publishReportEntry("aftershock", result.assessment().line());
        if (result.assessment().verdict() != Verdict.PASS) {
            throw new AssertionError(message(result));
        }
        if (!result.failedReports().isEmpty()) {
            throw new IOException(String.join("; ", result.failedReports()));
        }
    }

    private static boolean isDry(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), DryRun.class)
                || AnnotationSupport.isAnnotated(context.getRequiredTestClass(), DryRun.class)
                || context.getConfigurationParameter(DRY_RUN)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
    }

    private static RunResult run(ReadExperiment experiment, long seed, Path out) throws IOException {
        Engine engine = new Engine(Registry.onClassPath(), Runs.state(), new RunListener() {});
        List<Reporter> reporters = ServiceLoader.load(Reporter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        HealOnExit guard = HealOnExit.of(engine::stop);
        try {
            return engine.run(experiment, new RunOptions(out, seed, reporters));
        } finally {
            guard.close();
        }
    }

    private static String message(RunResult result) {
        String findings = result.assessment().findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .map(ChaosExperimentExtension::line)
                .collect(Collectors.joining());
        return result.assessment().line() + findings + "\n  record: " + result.directory();
    }

    private static String line(Finding finding) {
        return finding.remedy().isEmpty() ? "" : "\n  " + finding.message() + " -> " + finding.remedy();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunResult.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(RunResult.class, RunResult.class);
    }
}
