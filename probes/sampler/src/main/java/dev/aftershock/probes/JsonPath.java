package dev.aftershock.probes;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of one value in a JSON text: {@code $}, then names and positions, such as {@code $.checks[0].state}.
 *
 * @param written as in the experiment
 * @param pointer the same place after RFC 6901
 */
record JsonPath(String written, JsonPointer pointer) {

    private static final int LONGEST_CHARS = 500;
    private static final int LONGEST_SHOWN_CHARS = 80;
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]'\\s]+)|\\[(\\d{1,9})]|\\['([^']+)']");

    static JsonPath parse(String written) {
        if (written.length() > LONGEST_CHARS || !written.matches("\\$(" + STEP.pattern() + ")*")) {
            throw new IllegalArgumentException("'json' is '" + written
                    + "'; expected $ and then names and positions, such as $.status or $.checks[0].state");
        }
        JsonPointer pointer = JsonPointer.empty();
        Matcher step = STEP.matcher(written);
        while (step.find()) {
            pointer = step.group(2) != null
                    ? pointer.appendIndex(Integer.parseInt(step.group(2)))
                    : pointer.appendProperty(step.group(1) != null ? step.group(1) : step.group(3));
        }
        return new JsonPath(written, pointer);
    }

    /** How many steps lead there. */
    int depth() {
        return (int) STEP.matcher(written).results().count();
    }

    /** A text of the system's in quotes, in one line and not too long. */
    static String quoted(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= LONGEST_SHOWN_CHARS
                ? "'" + line + "'"
                : "'" + line.substring(0, LONGEST_SHOWN_CHARS) + "...'";
    }
}
