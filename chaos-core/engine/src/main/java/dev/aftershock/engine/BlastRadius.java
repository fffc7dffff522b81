package dev.aftershock.engine;

import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Setting;
import java.util.List;
import java.util.Optional;

/**
 * How much of a system the faults of an experiment may touch, all of them together.
 *
 * @param targets the most targets
 * @param share the largest share of the targets of one sort, such as links or processes
 * @param keepHealthy how many targets of each sort that is touched must stay untouched
 * @param deny names or patterns of targets that no fault may touch
 */
public record BlastRadius(
        @Setting("The most targets that the faults may touch, all together.")
        Optional<Integer> targets,

        @Setting("The largest share of the targets of one sort, such as links or processes, that they may touch.")
        Optional<Percent> share,

        @Setting(value = "How many targets of each sort that is touched must stay untouched.", byDefault = "0")
        int keepHealthy,

        @Setting(value = "Names, or patterns with *, of targets that no fault may touch.", byDefault = "")
        List<String> deny) {

    /** What holds when nothing is written: the targets that the faults name, and no others. */
    public static final BlastRadius DEFAULT = new BlastRadius(Optional.empty(), Optional.empty(), 0, List.of());

    /** Checks the ranges and copies the list. */
    public BlastRadius {
        targets.filter(most -> most < 1).ifPresent(most -> {
            throw new IllegalArgumentException("'targets' is " + most + "; expected 1 or more");
        });
        if (keepHealthy < 0) {
            throw new IllegalArgumentException("'keep-healthy' is " + keepHealthy + "; expected 0 or more");
        }
        deny = List.copyOf(deny);
    }
}
