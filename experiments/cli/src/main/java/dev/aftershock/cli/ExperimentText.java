package dev.aftershock.cli;

import java.util.Map;

/**
 * An experiment's file as a ConfigMap holds it.
 *
 * @param text of the file
 * @param variables the values for it
 */
record ExperimentText(String text, Map<String, String> variables) {

    /** Its key, and the file's name in a pod. */
    static final String KEY = "experiment.yaml";

    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_ASCII = '~';

    /** Copies the map, in its order. */
    ExperimentText {
        variables = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(variables));
    }

    /** As people read it, where every parser of YAML agrees on that; else in quotes. */
    String entry() {
        boolean plain = !text.isBlank() && text.chars().allMatch(ExperimentText::isPlain);
        return plain
                ? KEY + ": |2" + (text.endsWith("\n") ? "+" : "-") + "\n" + text.indent(2)
                : KEY + ": " + quoted(text) + "\n";
    }

    private static boolean isPlain(int letter) {
        return letter == '\n' || letter >= FIRST_PRINTABLE && letter <= LAST_ASCII;
    }

    /** A text in double quotes, as YAML reads it; plain ASCII. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append((char) letter);
            } else if (letter >= FIRST_PRINTABLE && letter <= LAST_ASCII) {
                quoted.append((char) letter);
            } else {
                quoted.append(String.format(letter > Character.MAX_VALUE ? "\\U%08x" : "\\u%04x", letter));
            }
        });
        return quoted.append('"').toString();
    }
}
