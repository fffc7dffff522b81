package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.nio.file.Path;

/**
 * What belongs to one run.
 *
 * @param runId names the run; part of every ownership mark; lower-case letters, digits and hyphens
 * @param clock the run's clock
 * @param seed for everything random
 * @param directory where the run's record is kept
 */
public record RunContext(String runId, MonotonicClock clock, long seed, Path directory) {}
