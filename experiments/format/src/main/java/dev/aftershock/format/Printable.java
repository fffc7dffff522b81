package dev.aftershock.format;

import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Unprintable;
import dev.aftershock.parts.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses values with characters that steer a terminal or turn text around, which an escape such as {@code \e} brings past
 * the reader: what a file says is printed. Line ends and tabs are fine; secrets are never printed.
 */
final class Printable {

    private static final Pattern UNPRINTABLE = Pattern.compile("[" + Unprintable.CHARACTERS + "&&[^\n\t]]");

    private Printable() {}

    static void check(Value value, Problems problems) {
        if (value instanceof Value.Scalar scalar) {
            check(scalar, problems);
        } else if (value instanceof Value.Items items) {
            items.items().forEach(item -> check(item, problems));
        } else if (value instanceof Value.Keyed keyed) {
            keyed.entries().values().forEach(entry -> check(entry, problems));
        }
    }

    private static void check(Value.Scalar scalar, Problems problems) {
        Matcher found = UNPRINTABLE.matcher(scalar.text());
        if (!scalar.secret() && found.find()) {
            String character =
                    String.format("the character U+%04X", found.group().codePointAt(0));
            problems.add(scalar.place(), character + " is not allowed", "printable text");
        }
    }
}
