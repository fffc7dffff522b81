package dev.aftershock.engine;

import dev.aftershock.parts.Setting;
import java.time.Duration;
import java.util.Optional;

/**
 * When an experiment ends early because it does too much harm, or because nobody can see any more what it does.
 *
 * @param badFor a probe that may not be bad for so long
 * @param noDataFor how long a probe may see nothing at all, beyond its own spacing and deadline
 */
public record AbortIf(
        @Setting("A probe that stays bad for longer than this.")
        Optional<BadFor> badFor,

        @Setting(
                value =
                        "A probe that sees nothing for this long, beyond its spacing and deadline: no data is no good news.",
                byDefault = "10s")
        Duration noDataFor) {

    /** What holds when nothing is written. */
    public static final AbortIf DEFAULT = new AbortIf(Optional.empty(), Duration.ofSeconds(10));

    /** Checks the range. */
    public AbortIf {
        if (noDataFor.isZero()) {
            throw new IllegalArgumentException("'no-data-for' must lie above 0s");
        }
    }

    /**
     * A probe whose answers are all bad, failed or slower than the steady state allows, for longer than a time.
     *
     * @param probe its name
     * @param longerThan the time
     */
    public record BadFor(
            @Setting("The name of the probe.") String probe,
            @Setting("How long it may be bad.") Duration longerThan) {

        /** Checks the range. */
        public BadFor {
            if (longerThan.isZero()) {
                throw new IllegalArgumentException("'longer-than' must lie above 0s");
            }
        }
    }
}
