package dev.aftershock.containers;

import java.time.Duration;
import java.util.List;

/** Signals that end a process which does nothing about them. */
final class EndingSignal {

    static final String KILL = "KILL";

    private static final List<String> NAMES =
            List.of(KILL, "TERM", "INT", "QUIT", "HUP", "ABRT", "SEGV", "BUS", "ILL", "USR1", "USR2");
    private static final List<String> STOPPING = List.of("STOP", "TSTP", "CONT");

    /** How long a process may take that handles one. */
    private static final Duration HANDLED = Duration.ofSeconds(3);

    private EndingSignal() {}

    /**
     * Checks a setting.
     *
     * @throws IllegalArgumentException when it names none of them
     */
    static void check(String name) {
        if (STOPPING.contains(name)) {
            throw new IllegalArgumentException("'signal' is '" + name
                    + "', which ends nothing; expected container-pause instead, which freezes all processes");
        }
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "'signal' is '" + name + "'; expected one of " + String.join(", ", NAMES));
        }
    }

    /** How long it may take after one until it is told whether it ended the process. */
    static Duration grace(String name) {
        return name.equals(KILL) ? Duration.ZERO : HANDLED;
    }
}
