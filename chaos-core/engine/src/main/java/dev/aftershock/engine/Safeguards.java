package dev.aftershock.engine;

import dev.aftershock.parts.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limits of the experiment itself.
 *
 * @param stopAfter the longest time from the first injection until everything is being healed; at most 15 min
 * @param allowIrreversible fault kinds that may be used although they cannot be undone
 * @param allowProduction the production environments whose running systems may be broken; see {@link Production}
 * @param abortIf when it ends early; empty for {@link AbortIf#DEFAULT}
 * @param blastRadius how much the faults may touch; empty for {@link BlastRadius#DEFAULT}
 */
public record Safeguards(
        @Setting(
                value = "Longest time from the first injection until everything is healed; at most 15m.",
                byDefault = "2m")
        Duration stopAfter,

        @Setting(value = "Fault kinds that may be used although they cannot be undone.", byDefault = "")
        List<String> allowIrreversible,

        @Setting(
                value = "Production environments whose running systems may be broken; each also named by "
                        + Production.ALLOW + " and confirmed.",
                byDefault = "")
        List<String> allowProduction,

        @Setting("When the experiment ends early because of what the probes see.")
        Optional<AbortIf> abortIf,

        @Setting("How much of the system the faults may touch.")
        Optional<BlastRadius> blastRadius) {

    /** The hard cap on the time that any fault may act. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** Checks the range and copies the list. */
    public Safeguards {
        if (stopAfter.isZero() || stopAfter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'stop-after' must lie above 0s and at most 15m");
        }
        allowIrreversible = List.copyOf(allowIrreversible);
        allowProduction = List.copyOf(allowProduction);
    }

    /** Limits in time, and the defaults for the rest. */
    public Safeguards(Duration stopAfter, List<String> allowIrreversible) {
        this(stopAfter, allowIrreversible, List.of(), Optional.empty(), Optional.empty());
    }

    /** The abort conditions that hold. */
    public AbortIf aborts() {
        return abortIf.orElse(AbortIf.DEFAULT);
    }

    /** The blast radius that holds. */
    public BlastRadius radius() {
        return blastRadius.orElse(BlastRadius.DEFAULT);
    }
}
