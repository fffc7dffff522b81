package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Targets;
import java.nio.file.Path;

/**
 * What belongs to one run.
 *
 * @param runId names the run; part of every ownership mark; lower-case letters, digits and hyphens
 * @param clock the run's clock
 * @param seed for everything random
 * @param directory where the run's record is kept
 * @param shared what its systems have in common
 * @param targets those of the systems that were started so far, for a system that stands upon another
 */
public record RunContext(
        String runId, MonotonicClock clock, long seed, Path directory, RunShared shared, Targets targets) {

    /** A run whose systems have nothing in common yet. */
    public RunContext(String runId, MonotonicClock clock, long seed, Path directory) {
        this(runId, clock, seed, directory, new RunShared());
    }

    /** A run without targets yet. */
    public RunContext(String runId, MonotonicClock clock, long seed, Path directory, RunShared shared) {
        this(runId, clock, seed, directory, shared, new LiveTargets());
    }

    RunContext with(Targets live) {
        return new RunContext(runId, clock, seed, directory, shared, live);
    }
}
