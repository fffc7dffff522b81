package dev.aftershock.toxiproxy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What evidence tells in figures. */
final class Told {

    private Told() {}

    /** How many milliseconds stand behind the words with which the evidence begins. */
    static double millis(String words, String evidence) {
        Matcher told = Pattern.compile(Pattern.quote(words) + "(\\d+\\.\\d) ms").matcher(evidence);
        if (!told.lookingAt()) {
            throw new AssertionError("expected '" + words + "' and how long it took, but was told: " + evidence);
        }
        return Double.parseDouble(told.group(1));
    }
}
