package dev.aftershock.format;

import dev.aftershock.engine.ExperimentReader;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.Map;
import java.util.Optional;

/** Reads experiment files in YAML or JSON. Stateless and thread-safe. */
public final class YamlExperimentReader implements ExperimentReader {

    private final Registry registry;

    /** A reader that knows the parts on the class path. */
    public YamlExperimentReader() {
        this(Registry.onClassPath());
    }

    /** A reader that knows the given parts. */
    public YamlExperimentReader(Registry registry) {
        this.registry = registry;
    }

    @Override
    public ReadExperiment read(String name, String text, Map<String, String> variables) {
        Problems problems = new Problems();
        Optional<Value.Keyed> root = new YamlValues(name, problems).read(text);
        if (root.isEmpty()) {
            problems.throwIfAny();
        }
        Substitution substitution =
                new Substitution(variables, key -> Optional.ofNullable(System.getenv(key)), problems);
        Value.Keyed replaced = substitution.apply(root.orElseThrow());
        substitution.reportUnused();
        ExperimentBinder binder = new ExperimentBinder(registry, problems);
        var experiment = binder.bind(replaced);
        problems.throwIfAny();
        return new ReadExperiment(name, experiment.orElseThrow(), binder.places(), text);
    }
}
