package dev.aftershock.toxiproxy;

import dev.aftershock.parts.Quantities;
import java.time.Duration;

/** Durations as servers take them. */
final class Millis {

    private static final Duration LONGEST = Duration.ofHours(1);

    private Millis() {}

    /**
     * A duration in milliseconds.
     *
     * @throws IllegalArgumentException when it is not whole, or longer than an hour
     */
    static long of(String setting, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0 || value.toNanos() % 1_000_000 != 0) {
            throw new IllegalArgumentException("'" + setting + "' is " + Quantities.format(value)
                    + "; expected whole milliseconds, at most " + Quantities.format(LONGEST));
        }
        return value.toMillis();
    }
}
