package dev.aftershock.format;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads experiment files in YAML or JSON: at most 256 KiB and 20 levels, one document, no tags, no anchors or aliases,
 * no key twice. References <code>${var:NAME}</code>, <code>${env:NAME}</code> and <code>${secret:NAME}</code> are
 * replaced once, in values only. Stateless and thread-safe.
 */
public final class YamlExperimentReader {

    private final Registry registry;
    private final Function<String, Optional<String>> environment;

    /** A reader that knows the parts on the class path. */
    public YamlExperimentReader() {
        this(Registry.onClassPath());
    }

    /** A reader that knows the given parts. */
    public YamlExperimentReader(Registry registry) {
        this(registry, name -> Optional.ofNullable(System.getenv(name)));
    }

    /**
     * A reader that takes variables from another environment.
     *
     * @param environment the value of a variable, where it has one
     */
    public YamlExperimentReader(Registry registry, Function<String, Optional<String>> environment) {
        this.registry = registry;
        this.environment = environment;
    }

    /**
     * Reads and checks one experiment, except for what only {@link dev.aftershock.engine.Planner} can know.
     *
     * @param name the file's name for error messages
     * @param text the file's content
     * @param variables values for {@code ${var:name}}
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public ReadExperiment read(String name, String text, Map<String, String> variables) {
        Problems problems = new Problems();
        Optional<Value.Keyed> root = new YamlValues(name, problems).read(text);
        if (root.isEmpty()) {
            problems.throwIfAny();
        }
        Substitution substitution = new Substitution(variables, environment, problems);
        Value.Keyed replaced = substitution.apply(root.orElseThrow());
        substitution.reportUnused();
        Printable.check(replaced, problems);

        Problems ofBinding = new Problems();
        ExperimentBinder binder = new ExperimentBinder(registry, ofBinding);
        Optional<Experiment> experiment = binder.bind(replaced);
        addUnlessFollowing(ofBinding, problems);
        Mask mask = new Mask(substitution.secrets());
        mask.hide(Written.secrets(replaced).toList());
        problems.throwIfAny(mask);
        return new ReadExperiment(name, experiment.orElseThrow(), binder.places(), text, substitution.secrets());
    }

    /** A value that could not even be read is one problem, not a second one for having the wrong type as well. */
    private static void addUnlessFollowing(Problems later, Problems problems) {
        Set<Place> unread = new HashSet<>();
        problems.all().stream().map(Problem::place).forEach(unread::add);
        later.all().stream()
                .filter(problem -> !unread.contains(problem.place()))
                .forEach(problems::add);
    }
}
