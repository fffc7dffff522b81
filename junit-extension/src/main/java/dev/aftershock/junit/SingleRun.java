package dev.aftershock.junit;

import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
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
        result = Optional.of(new TestRun(context).run(experiment, seed));
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
