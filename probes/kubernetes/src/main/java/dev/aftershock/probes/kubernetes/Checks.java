package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects what is wrong with the settings of one probe, so that all of it is told at once. */
final class Checks {

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST = 100_000;
    private static final int LONGEST_SELECTOR = 4096;
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    private final List<String> wrong = new ArrayList<>();

    /** Whether a text can be the name of an object. */
    static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    Checks refuse(boolean when, String why) {
        if (when) {
            wrong.add(why);
        }
        return this;
    }

    Checks selector(String key, Optional<String> selector, String example) {
        selector.ifPresent(text -> refuse(
                text.isBlank() || text.length() > LONGEST_SELECTOR,
                "'" + key + "' has " + text.length() + " characters; expected a label selector such as " + example
                        + " of up to " + LONGEST_SELECTOR));
        return this;
    }

    Checks count(Optional<Integer> atLeast) {
        atLeast.ifPresent(
                count -> refuse(count < 1 || count > MOST, "'at-least' is " + count + "; expected 1 to " + MOST));
        return this;
    }

    Checks staleAfter(Duration given) {
        return refuse(
                given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0,
                "'stale-after' is " + Quantities.format(given) + "; expected " + Quantities.format(SHORTEST) + " to "
                        + Quantities.format(LONGEST));
    }

    /**
     * Ends the checking.
     *
     * @throws IllegalArgumentException when anything was wrong, with all of it
     */
    void end() {
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }
}
