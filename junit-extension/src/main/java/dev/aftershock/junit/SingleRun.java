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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** The one invocation of a test that runs its experiment once, before its body. */
final class SingleRun implements TestTemplateInvocationContext, BeforeEachCallback, ParameterResolver {

    private final String name;
    private final ReadExperiment experiment;
    private final long seed;
    private Optional<RunResult> result = Optional.empty();

    SingleRun(String name, ReadExperiment experiment, long seed) {
        this.name = name;
        this.experiment = experiment;
        this.seed = seed;
    }

    @Override
    public String getDisplayName(int invocation) {
        return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        RunResult ended = run(context);
        result = Optional.of(ended);
        context.publishReportEntry("aftershock", ended.assessment().line());
        Verdicts.check(ended);
    }

    private RunResult run(ExtensionContext context) throws IOException {
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

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunResult.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return result.orElseThrow();
    }
}
