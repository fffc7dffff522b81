package dev.aftershock.engine;

import dev.aftershock.parts.TargetInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do; made without touching anything.
 *
 * @param read the experiment
 * @param targets every target that it would have
 * @param faults every fault that it would inject, in order
 * @param blast what these faults touch, all together
 */
public record Plan(ReadExperiment read, List<TargetInfo> targets, List<PlannedFault> faults, Blast blast) {

    /** Copies the lists. */
    public Plan {
        targets = List.copyOf(targets);
        faults = List.copyOf(faults);
    }

    /** The experiment. */
    public Experiment experiment() {
        return read.experiment();
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
    }
}
