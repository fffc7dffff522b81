package dev.aftershock.engine;

import dev.aftershock.parts.Targets;

/**
 * What a fault is given.
 *
 * @param runId names the run; part of every ownership mark
 * @param faultId names this fault within the run, fit for use in object names
 * @param targets the live targets
 */
public record FaultContext(String runId, String faultId, Targets targets) {}
