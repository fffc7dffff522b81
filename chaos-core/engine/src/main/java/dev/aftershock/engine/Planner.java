package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ProbeProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Checks an experiment against what its parts say of themselves, and tells what a run would do; touches nothing. */
public final class Planner {

    /** The bracket of a recovery time is about two spacings wide and may take this share of the objective. */
    private static final int BRACKETS_PER_OBJECTIVE = 10;

    private final ReadExperiment read;
    private final Registry registry;
    private final Problems problems = new Problems();
    private final List<TargetInfo> targets = new ArrayList<>();
    private final Set<String> running = new LinkedHashSet<>();
    private Duration starting = Duration.ZERO;
    private final List<Plan.PlannedFault> faults = new ArrayList<>();
    private final Map<Class<?>, Set<String>> touched = new LinkedHashMap<>();

    private Planner(ReadExperiment read, Registry registry) {
        this.read = read;
        this.registry = registry;
    }

    /**
     * Plans a run.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public static Plan plan(ReadExperiment read, Registry registry) {
        Planner planner = new Planner(read, registry);
        planner.everything();
        if (read.experiment().method().isEmpty()) {
            planner.problems.add(
                    new Place(read.name(), 1, 1),
                    "there is no 'method', so a run would break nothing and prove nothing",
                    "a method and objectives, or 'aftershock watch' to watch only");
        }
        return planner.plan();
    }

    /**
     * Plans to watch without breaking anything; a method may be there and is checked, but not played.
     *
     * @throws dev.aftershock.parts.InvalidInputException with every problem found
     */
    public static Plan planToWatch(ReadExperiment read, Registry registry) {
        Planner planner = new Planner(read, registry);
        planner.everything();
        return planner.plan();
    }

    private void everything() {
        Experiment experiment = read.experiment();
        experiment.targets().forEach(this::describe);
        experiment.probes().forEach(this::check);
        experiment.method().forEach(this::plan);
        checkObjectives();
        checkSafeguards();
    }

    private Plan plan() {
        Mask mask = read.mask();
        problems.throwIfAny(mask);
        return new Plan(read, targets, running, starting, faults, Blast.of(touched, targets)).masked(mask);
    }

    private void checkSafeguards() {
        Safeguards safeguards = read.experiment().safeguards();
        List<String> probes =
                read.experiment().probes().stream().map(ProbeSpec::name).toList();
        safeguards
                .aborts()
                .badFor()
                .map(AbortIf.BadFor::probe)
                .filter(name -> !probes.contains(name))
                .ifPresent(
                        name -> problems.addUnknown(read.places().of(safeguards, "abort-if"), "probe", name, probes));
        Blast.of(touched, targets)
                .beyond(safeguards.radius())
                .forEach(beyond -> problems.add(
                        read.places().of(safeguards, "blast-radius"),
                        beyond,
                        "fewer targets, or a larger blast-radius"));
    }

    private void describe(TargetSpec spec) {
        TargetProvider<?> provider = registry.targets().get(spec.part().kind());
        if (provider == null) {
            unknown("target", spec.part(), registry.targets().keySet());
            return;
        }
        // Those that it stands upon are started before it.
        resolve(spec.part());
        targets.addAll(Systems.describe(provider, spec));
        if (!provider.startsSystem()) {
            running.add(spec.name());
            starting = starting.plus(readyWithin(provider, spec.part()));
        }
    }

    private static <S extends Record> Duration readyWithin(TargetProvider<S> provider, PartSpec part) {
        return provider.readyWithin(provider.settings().cast(part.settings()));
    }

    private void check(ProbeSpec spec) {
        ProbeProvider<?> provider = registry.probes().get(spec.part().kind());
        if (provider == null) {
            unknown("probe", spec.part(), registry.probes().keySet());
            return;
        }
        resolve(spec.part());
        checkMembers(spec, provider);
        int keys = groupsOf(provider, spec.part());
        Duration every = spec.pace().every().multipliedBy(keys);
        read.experiment().objectives().rto().ifPresent(rto -> {
            Duration largest = rto.dividedBy(2L * BRACKETS_PER_OBJECTIVE);
            if (every.compareTo(largest) > 0) {
                problems.add(
                        read.places().of(spec.pace(), "every"),
                        "probe '" + spec.name() + "' samples " + (keys > 1 ? "each of its " + keys + " keys " : "")
                                + "every " + Quantities.format(every) + ", too seldom to resolve an RTO of "
                                + Quantities.format(rto) + " to 10 %",
                        "at most " + Quantities.format(largest.dividedBy(keys)));
            }
        });
    }

    /** Those that a composite probe names must stand before it. */
    private void checkMembers(ProbeSpec spec, ProbeProvider<?> provider) {
        List<String> earlier = read.experiment().probes().stream()
                .map(ProbeSpec::name)
                .takeWhile(name -> !name.equals(spec.name()))
                .toList();
        membersOf(provider, spec.part()).stream()
                .filter(name -> !earlier.contains(name))
                .forEach(name -> problems.addUnknown(
                        read.places().of(spec.part().settings(), "probes"), "earlier probe", name, earlier));
    }

    private static <S extends Record> List<String> membersOf(ProbeProvider<S> provider, PartSpec part) {
        return provider.members(provider.settings().cast(part.settings()));
    }

    private static <S extends Record> int groupsOf(ProbeProvider<S> provider, PartSpec part) {
        return provider.groups(provider.settings().cast(part.settings()));
    }

    private void plan(Step step) {
        if (step instanceof Step.Inject inject) {
            planFault(inject);
        } else if (step instanceof Step.Together together) {
            together.steps().forEach(this::planFault);
        }
    }

    private void planFault(Step.Inject step) {
        FaultProvider<?> provider = registry.faults().get(step.fault().kind());
        if (provider == null) {
            unknown("fault", step.fault(), registry.faults().keySet());
            return;
        }
        int before = problems.count();
        List<TargetInfo> resolved = resolve(step.fault());
        if (resolved.isEmpty() && problems.count() > before) {
            return;
        }
        SettingInfo.of(step.fault().settings().getClass()).stream()
                .flatMap(setting -> setting.needs().stream())
                .forEach(needs -> resolved.stream()
                        .filter(target -> target.offers(needs.value()))
                        .forEach(target -> touched.computeIfAbsent(needs.value(), sort -> new LinkedHashSet<>())
                                .add(target.name())));
        FaultPlan plan = planOf(provider, step.fault(), resolved);
        refuseIrreversible(step, plan);
        faults.add(new Plan.PlannedFault(step.name(), provider.kind(), resolved, plan, step.lasting()));
    }

    private static <S extends Record> FaultPlan planOf(
            FaultProvider<S> provider, PartSpec part, List<TargetInfo> resolved) {
        return provider.plan(provider.settings().cast(part.settings()), resolved);
    }

    private void refuseIrreversible(Step.Inject step, FaultPlan plan) {
        boolean allowed = read.experiment()
                .safeguards()
                .allowIrreversible()
                .contains(step.fault().kind());
        if (!plan.reversible() && !allowed) {
            problems.add(
                    read.places().of(step.fault().settings(), ""),
                    "'" + step.fault().kind() + "' here cannot be undone: " + plan.undo(),
                    "safeguards: {allow-irreversible: [" + step.fault().kind() + "]} when that is meant");
        }
    }

    /** The targets that a part's settings name; a name that stands for nothing is a problem, never silence. */
    private List<TargetInfo> resolve(PartSpec part) {
        List<TargetInfo> resolved = new ArrayList<>();
        for (SettingInfo setting : SettingInfo.of(part.settings().getClass())) {
            setting.needs().ifPresent(needs -> setting.valueIn(part.settings()).ifPresent(name -> {
                List<TargetInfo> found = TargetInfo.matching(targets, name, needs.value());
                if (!needs.observed()) {
                    resolved.addAll(found);
                }
                Place place = read.places().of(part.settings(), setting.key());
                if (found.isEmpty()) {
                    unresolved(place, name, needs.value());
                } else if (found.size() > 1 && !needs.many()) {
                    problems.add(place, "'" + name + "' stands for " + found.size() + " targets", "exactly one target");
                }
            }));
        }
        return resolved;
    }

    private void unresolved(Place place, String name, Class<?> capability) {
        List<TargetInfo> able =
                targets.stream().filter(target -> target.offers(capability)).toList();
        List<String> fitting = Stream.concat(
                        able.stream().map(TargetInfo::name), able.stream().flatMap(target -> target.labels().stream()))
                .distinct()
                .toList();
        boolean known = targets.stream().anyMatch(target -> target.answersTo(name));
        if (known) {
            problems.add(place, "'" + name + "' is not " + Capabilities.describe(capability), "one of " + fitting);
        } else {
            problems.addUnknown(place, "target", name, fitting);
        }
    }

    private void checkObjectives() {
        Experiment experiment = read.experiment();
        boolean declared = experiment.method().stream().anyMatch(Step.Declare.class::isInstance);
        if (experiment.objectives().clock() == Objectives.Start.DECLARED && !declared) {
            problems.add(
                    read.places().of(experiment.objectives(), "clock"),
                    "the clock begins when an incident is declared, but no step declares one",
                    "a step such as {declare: the region is lost}, or clock: fault");
        }
        boolean ledger = experiment.probes().stream()
                .map(probe -> registry.probes().get(probe.part().kind()))
                .anyMatch(provider -> provider != null && provider.keepsLedger());
        if (experiment.objectives().rpo().isPresent() && !ledger) {
            problems.add(
                    read.places().of(experiment.objectives(), "rpo"),
                    "an RPO is given, but no probe keeps a ledger of writes",
                    "a ledger probe such as jdbc-ledger among the probes");
        }
    }

    private void unknown(String what, PartSpec part, Collection<String> known) {
        problems.addUnknown(read.places().of(part.settings(), ""), what, part.kind(), known);
    }
}
