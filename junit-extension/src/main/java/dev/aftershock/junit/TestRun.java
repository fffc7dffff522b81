package dev.aftershock.junit;

import dev.aftershock.engine.Engine;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs an experiment once for a test, which fails on every verdict but PASS.
 *
 * @param context that of the test
 */
record TestRun(ExtensionContext context) {

    private static final long SEED = 1;

    /** Ends a test that would break something now, when it only plans. */
    void abortWhenDry(String would) {
        if (ChaosExperimentExtension.isDry(context)) {
            Assumptions.abort("dry run, nothing was broken: would inject " + would);
        }
    }

    /** From within its body, where a dry run ends. */
    RunResult fromBody(ReadExperiment experiment) throws IOException {
        if (ChaosExperimentExtension.isDry(context)) {
            Assumptions.abort(ChaosExperimentExtension.dry(experiment, Optional.empty()));
        }
        return run(experiment, SEED);
    }

    RunResult fromBody(String file, Map<String, String> variables) throws IOException {
        return fromBody(ExperimentFiles.read(file, variables, context.getRequiredTestClass()));
    }

    RunResult run(ReadExperiment experiment, long seed) throws IOException {
        RunResult ended = ended(experiment, seed);
        context.publishReportEntry("aftershock", ended.assessment().line());
        Verdicts.check(ended);
        return ended;
    }

    private RunResult ended(ReadExperiment experiment, long seed) throws IOException {
        Engine engine = new Engine(Registry.onClassPath(), Runs.state(), new RunListener() {});
        HealOnExit guard = HealOnExit.of(engine::stop);
        Path out = Runs.out(context);
        try {
            return engine.run(experiment, new RunOptions(out, seed, Runs.reporters()));
        } catch (IOException e) {
            throw Runs.unrecorded(out, e);
        } finally {
            guard.close();
        }
    }
}
