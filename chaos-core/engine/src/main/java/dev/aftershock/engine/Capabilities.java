package dev.aftershock.engine;

import java.util.Locale;

/** Puts capability interfaces in words. */
final class Capabilities {

    private Capabilities() {}

    /** Such as {@code a process} for {@code ProcessTarget}. */
    static String describe(Class<?> capability) {
        String words = capability
                .getSimpleName()
                .replaceAll("Target$", "")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }
}
