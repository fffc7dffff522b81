package dev.aftershock.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * How to run.
 *
 * @param out the folder in which the run's own folder is made
 * @param seed the seed of everything random
 * @param reporters who writes the result
 */
public record RunOptions(Path out, long seed, List<Reporter> reporters) {
    /** Copies the list. */
    public RunOptions {
        reporters = List.copyOf(reporters);
    }
}
