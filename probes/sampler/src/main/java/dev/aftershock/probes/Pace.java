package dev.aftershock.probes;

import dev.aftershock.parts.Setting;
import java.time.Duration;

/**
 * The settings that every probe shares.
 *
 * @param every the spacing of attempts; the error of a measured recovery time is about this much
 * @param deadline the longest wait for an answer
 */
public record Pace(
        @Setting(
                value = "Spacing of attempts; the error of a measured recovery time is about this much.",
                byDefault = "10ms")
        Duration every,

        @Setting(value = "Longest wait for an answer; later ones count as timeouts.", byDefault = "1s")
        Duration deadline) {

    /** Checks the ranges. */
    public Pace {
        if (every.compareTo(Duration.ofMillis(1)) < 0 || every.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("'every' must lie between 1ms and 1m");
        }
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("'deadline' must lie between 1ms and 1m");
        }
    }
}
