package dev.aftershock.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to run.
 *
 * @param out the folder in which the run's own folder is made
 * @param seed the seed of everything random
 * @param reporters who writes the result
 * @param folder the name of the run's own folder; empty for the run's id
 * @param phase how long watching goes on, once the steady state held, before the first step of the method
 * @param production the opt-in to break production
 */
public record RunOptions(
        Path out, long seed, List<Reporter> reporters, Optional<String> folder, Duration phase, Production production) {
    /** Copies the list. */
    public RunOptions {
        reporters = List.copyOf(reporters);
    }

    /** A run of its own, whose method begins as soon as the steady state held. */
    public RunOptions(Path out, long seed, List<Reporter> reporters) {
        this(out, seed, reporters, Optional.empty(), Duration.ZERO, Production.ofProcess());
    }

    /** The same, with another opt-in. */
    public RunOptions with(Production optIn) {
        return new RunOptions(out, seed, reporters, folder, phase, optIn);
    }
}
