package dev.aftershock.junit;

import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the configuration of a test run says. Stateless. */
final class Runs {

    private Runs() {}

    static Path out(ExtensionContext context) {
        return context.getConfigurationParameter(ChaosExperimentExtension.OUT)
                .map(Path::of)
                .orElseGet(() -> {
                    Path target = Path.of("target");
                    return (Files.isDirectory(target) ? target : Path.of("build")).resolve("aftershock-runs");
                });
    }

    /** The same failure with what it means: a full disk, for one, says only that it is full. */
    static IOException unrecorded(Path out, IOException why) {
        return new IOException(
                "what was run cannot be recorded in " + out + ", so there is no verdict: " + why.getMessage(), why);
    }

    static List<Reporter> reporters() {
        return ServiceLoader.load(Reporter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static StateDirectory state() {
        return StateDirectory.ofUser();
    }

    /** Whether a test that breaks something is to be left out. */
    static ConditionEvaluationResult condition(ExtensionContext context) {
        boolean skip = context.getConfigurationParameter(ChaosExperimentExtension.SKIP)
                .map(Boolean::parseBoolean)
                .orElse(false);
        return skip
                ? ConditionEvaluationResult.disabled(ChaosExperimentExtension.SKIP + " is true")
                : ConditionEvaluationResult.enabled("");
    }
}
