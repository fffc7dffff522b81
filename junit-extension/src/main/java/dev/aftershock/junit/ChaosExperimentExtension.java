package dev.aftershock.junit;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the experiment that {@link ChaosExperiment} names. Stateless; results live in the test's own store. */
public final class ChaosExperimentExtension implements BeforeEachCallback, ParameterResolver {

    /** The configuration parameter that says where runs are recorded; default {@code target/aftershock-runs}. */
    public static final String OUT = "aftershock.out";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ChaosExperimentExtension.class);

    /** For JUnit, which makes the extension itself. */
    public ChaosExperimentExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        ChaosExperiment annotation = AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), ChaosExperiment.class)
                .orElseThrow();
        ReadExperiment experiment = ExperimentFiles.read(annotation, context.getRequiredTestClass());
        RunResult result = run(experiment, annotation.seed(), out(context));
        context.getStore(NAMESPACE).put(RunResult.class, result);
        context.publishReportEntry("aftershock", result.assessment().line());
        if (result.assessment().verdict() != Verdict.PASS) {
            throw new AssertionError(message(result));
        }
        if (!result.failedReports().isEmpty()) {
            throw new IOException(String.join("; ", result.failedReports()));
        }
    }

    private static RunResult run(ReadExperiment experiment, long seed, Path out) throws IOException {
        Engine engine = new Engine(Registry.onClassPath(), StateDirectory.ofUser(), new RunListener() {});
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

    private static Path out(ExtensionContext context) {
        return context.getConfigurationParameter(OUT).map(Path::of).orElseGet(() -> {
            Path target = Path.of("target");
            return (Files.isDirectory(target) ? target : Path.of("build")).resolve("aftershock-runs");
        });
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
