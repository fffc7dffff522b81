package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import dev.aftershock.parts.TargetInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run would do; made without touching anything.
 *
 * @param read the experiment
 * @param targets every target that it would have
 * @param running the names of the systems that run already
 * @param starting how long the systems that run already take to be made ready, at most
 * @param faults every fault that it would inject, in order
 * @param blast what these faults touch, all together
 */
public record Plan(
        ReadExperiment read,
        List<TargetInfo> targets,
        Set<String> running,
        Duration starting,
        List<PlannedFault> faults,
        Blast blast) {

    /** Copies the collections. */
    public Plan {
        targets = List.copyOf(targets);
        running = Set.copyOf(running);
        faults = List.copyOf(faults);
    }

    /** The experiment. */
    public Experiment experiment() {
        return read.experiment();
    }

    /**
     * How long such a run lasts at most, once: its method up to the safeguard {@code stop-after}, and the systems that run already,
     * the steady state, healing and watching around it. Systems that it starts itself take longer.
     */
    public Duration longest() {
        return Run.longest(this);
    }

    /** How long healing all of it takes at most. */
    public Duration longestHealing() {
        return Run.longestHealing(this);
    }

    /** The same, without secrets in what its parts say of themselves. */
    Plan masked(Mask mask) {
        List<TargetInfo> hidden =
                targets.stream().map(target -> masked(target, mask)).toList();
        return new Plan(
                read,
                hidden,
                running,
                starting,
                faults.stream().map(fault -> fault.masked(mask)).toList(),
                blast);
    }

    private static TargetInfo masked(TargetInfo target, Mask mask) {
        return new TargetInfo(target.name(), mask.of(target.description()), target.capabilities(), target.labels());
    }

    /** Whether a fault touches a system that the run does not start itself. */
    public boolean breaksRunningSystems() {
        return faults.stream().flatMap(fault -> fault.targets().stream()).anyMatch(target -> running.stream()
                .anyMatch(
                        system -> target.name().equals(system) || target.name().startsWith(system + ".")));
    }

    /**
     * One fault of the plan.
     *
     * @param id names the fault within the run: the name of its step
     * @param kind the fault's kind
     * @param targets what its names stand for
     * @param plan what it would do
     * @param lasting how long it acts; empty for up to the end of the method
     */
    public record PlannedFault(
            String id, String kind, List<TargetInfo> targets, FaultPlan plan, Optional<Duration> lasting) {
        /** Copies the list. */
        public PlannedFault {
            targets = List.copyOf(targets);
        }

        private PlannedFault masked(Mask mask) {
            FaultPlan hidden = new FaultPlan(mask.of(plan.action()), mask.of(plan.undo()), plan.reversible());
            return new PlannedFault(
                    id,
                    kind,
                    targets.stream().map(target -> Plan.masked(target, mask)).toList(),
                    hidden,
                    lasting);
        }
    }
}
