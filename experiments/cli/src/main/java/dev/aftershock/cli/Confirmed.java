package dev.aftershock.cli;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Production;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.RefersToCluster;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What was confirmed by its name before it is broken: production, and each running cluster that is not on this machine.
 *
 * @param given the names on the command line
 * @param asking asks whoever sits at a terminal a question; nothing where nobody does
 */
record Confirmed(List<String> given, Function<String, Optional<String>> asking) {

    /** A person at a terminal is asked for what was not given. */
    static Confirmed of(List<String> given) {
        return new Confirmed(given, question -> Optional.ofNullable(System.console())
                .filter(console -> Style.onTerminal())
                .map(console -> console.readLine("%s", question)));
    }

    /** What opts in to break production. */
    Production production(Plan plan) {
        Production production = Production.ofProcess();
        return production
                .brokenBy(plan)
                .flatMap(name -> typed(name, "running systems of '" + name + "'"))
                .map(production::confirmedAs)
                .orElse(production);
    }

    /**
     * Refuses to break clusters that were not confirmed, and to lead their Services elsewhere.
     *
     * @throws dev.aftershock.parts.InvalidInputException with each of them
     */
    void refuseClusters(Plan plan, Registry registry) {
        Set<String> changed = changedByTargets(plan.experiment());
        plan.faults().stream()
                .flatMap(fault -> fault.targets().stream())
                .map(TargetInfo::name)
                .forEach(changed::add);
        refuse(farClusters(plan.experiment(), changed, registry));
    }

    /**
     * Refuses to lead Services of clusters elsewhere that were not confirmed.
     *
     * @throws dev.aftershock.parts.InvalidInputException with each cluster
     */
    void refuseClusters(Experiment watched, Registry registry) {
        refuse(farClusters(watched, changedByTargets(watched), registry));
    }

    private void refuse(Set<RefersToCluster.Name> far) {
        Problems problems = new Problems();
        for (RefersToCluster.Name cluster : far) {
            String what = "the cluster '" + cluster.name() + "' at " + cluster.server();
            if (!typed(cluster.name(), what).equals(Optional.of(cluster.name()))) {
                problems.add(
                        new Place("--confirm", 0, 0),
                        what + " is not on this machine, and that it may be broken was not confirmed",
                        "its name typed once more, or --confirm " + cluster.name());
            }
        }
        problems.throwIfAny();
    }

    private Optional<String> typed(String name, String what) {
        return given.contains(name)
                ? Optional.of(name)
                : asking.apply("This breaks " + what + ". Type its name to go on: ")
                        .map(String::strip)
                        .or(() -> given.stream().findFirst());
    }

    private static Set<RefersToCluster.Name> farClusters(
            Experiment experiment, Set<String> changed, Registry registry) {
        Set<RefersToCluster.Name> far = new LinkedHashSet<>();
        experiment.targets().stream()
                .filter(spec -> changed.contains(spec.name()))
                .map(spec -> cluster(registry.targets().get(spec.part().kind()), spec))
                .flatMap(Optional::stream)
                .filter(cluster -> !cluster.onLoopback())
                .forEach(far::add);
        return far;
    }

    /** A target that needs another one that is a cluster makes or changes something in it. */
    private static Set<String> changedByTargets(Experiment experiment) {
        Set<String> changed = new LinkedHashSet<>();
        for (TargetSpec spec : experiment.targets()) {
            Record settings = spec.part().settings();
            SettingInfo.of(settings.getClass()).stream()
                    .filter(setting -> setting.needs()
                            .filter(needs -> needs.value() == ClusterTarget.class)
                            .isPresent())
                    .flatMap(setting -> setting.valueIn(settings).stream())
                    .forEach(changed::add);
        }
        return changed;
    }

    @SuppressWarnings("unchecked")
    private static <S extends Record> Optional<RefersToCluster.Name> cluster(
            TargetProvider<S> provider, TargetSpec spec) {
        return provider instanceof RefersToCluster<?> refers
                ? ((RefersToCluster<S>) refers)
                        .cluster(provider.settings().cast(spec.part().settings()))
                : Optional.empty();
    }
}
