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
 * @param shared what its systems have in common
 */
public record RunContext(String runId, MonotonicClock clock, long seed, Path directory, RunShared shared) {

    /** A run whose systems have nothing in common yet. */
    public RunContext(String runId, MonotonicClock clock, long seed, Path directory) {
        this(runId, clock, seed, directory, new RunShared());
    }
}
