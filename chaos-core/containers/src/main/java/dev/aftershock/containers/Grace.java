package dev.aftershock.containers;

import dev.aftershock.parts.Quantities;
import java.time.Duration;

/** How long a container that is stopped may take to end before it is killed. */
final class Grace {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Grace() {}

    /**
     * Checks a setting.
     *
     * @throws IllegalArgumentException when no engine takes it, or a run would wait for too long
     */
    static void check(Duration grace) {
        if (grace.isNegative() || grace.compareTo(LONGEST) > 0 || grace.getNano() != 0) {
            throw new IllegalArgumentException("'grace' is " + Quantities.format(grace)
                    + "; expected whole seconds, at most " + Quantities.format(LONGEST));
        }
    }
}
