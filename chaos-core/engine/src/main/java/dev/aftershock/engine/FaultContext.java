package dev.aftershock.engine;

import dev.aftershock.parts.Targets;
import java.util.function.BooleanSupplier;

/**
 * What a fault is given.
 *
 * @param runId names the run; part of every ownership mark
 * @param faultId names this fault within the run, fit for use in object names
 * @param targets the live targets
 * @param ended whether the run is being ended, or a safety lever is engaged: a call that injects and asks again and again must
 *     not do so any more
 */
public record FaultContext(String runId, String faultId, Targets targets, BooleanSupplier ended) {

    /** In a run that goes on. */
    public FaultContext(String runId, String faultId, Targets targets) {
        this(runId, faultId, targets, () -> false);
    }
}
