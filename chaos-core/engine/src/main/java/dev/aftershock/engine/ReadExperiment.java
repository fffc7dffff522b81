package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.SecretSettings;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An experiment with what is needed to speak about it.
 *
 * @param name the file's name; empty for one built in Java
 * @param experiment the value
 * @param places where its parts were written
 * @param source the text that it was read from, before substitution; empty for one built in Java
 * @param secrets what no output may show: every secret among its settings, and what these were put together from
 */
public record ReadExperiment(String name, Experiment experiment, Places places, String source, Set<Secret> secrets) {

    /** Copies the set, and adds the secrets among the settings. */
    public ReadExperiment {
        Set<Secret> all = new LinkedHashSet<>(secrets);
        parts(experiment).map(PartSpec::settings).flatMap(SecretSettings::in).forEach(all::add);
        secrets = Set.copyOf(all);
    }

    /** An experiment whose secrets are those among its settings. */
    public ReadExperiment(String name, Experiment experiment, Places places, String source) {
        this(name, experiment, places, source, Set.of());
    }

    /** A mask that knows its secrets, and may learn more. */
    public Mask mask() {
        return new Mask(secrets);
    }

    private static Stream<PartSpec> parts(Experiment experiment) {
        Stream<PartSpec> targets = experiment.targets().stream().map(TargetSpec::part);
        Stream<PartSpec> probes = experiment.probes().stream().map(ProbeSpec::part);
        Stream<PartSpec> faults = experiment.method().stream().flatMap(Step::faults);
        return Stream.of(targets, probes, faults).flatMap(parts -> parts);
    }

    /** An experiment that was built in Java. */
    public static ReadExperiment inCode(Experiment experiment) {
        return new ReadExperiment("", experiment, new Places(), "");
    }
}
