package dev.aftershock.probes;

import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import java.time.Duration;

/**
 * The settings that every probe shares.
 *
 * @param every the spacing of attempts, 1 ms to 1 m; the error of a measured recovery time is about this much
 * @param deadline the longest wait for an answer, 1 ms to 1 m and at least {@code every}
 */
public record Pace(
        @Setting(
                value = "Spacing of attempts; the error of a measured recovery time is about this much.",
                byDefault = "10ms")
        Duration every,

        @Setting(value = "Longest wait for an answer; later ones count as timeouts.", byDefault = "1s")
        Duration deadline) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is out of range, or an answer would be given up before the next attempt
     */
    public Pace {
        check("every", every);
        check("deadline", deadline);
        if (deadline.compareTo(every) < 0) {
            throw new IllegalArgumentException("'deadline' is " + Quantities.format(deadline)
                    + ", shorter than 'every' (" + Quantities.format(every)
                    + "), so that most of the time nothing would be watched; give a 'deadline' of at least "
                    + Quantities.format(every));
        }
    }

    private static void check(String key, Duration given) {
        if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + key + "' must lie between 1ms and 1m");
        }
    }
}
