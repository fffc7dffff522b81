package dev.aftershock.probes.prometheus;

import java.util.regex.Pattern;

/** Knows the simplest expressions of PromQL: Prometheus documentation, "Querying basics", "Instant vector selectors". */
final class Selector {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*+";
    private static final String MATCHERS =
            "\\{(?:[^\"'`{}#]++|\"(?:[^\"\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\n]|\\\\.)*+'|`[^`]*+`)*+\\}";
    private static final Pattern PLAIN =
            Pattern.compile("\\s*+(?:" + NAME + "\\s*+(?:" + MATCHERS + ")?|" + MATCHERS + ")\\s*+");

    private Selector() {}

    /** Whether an expression is a metric's name, matchers in braces, or both, and nothing more. */
    static boolean isPlain(String expression) {
        return PLAIN.matcher(expression).matches();
    }
}
