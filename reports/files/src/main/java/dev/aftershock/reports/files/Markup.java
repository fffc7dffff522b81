package dev.aftershock.reports.files;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes XML, SVG and HTML that is well-formed XML; whatever goes in as text or attribute is cleaned and escaped.
 *
 * <p>Tag and attribute names are ours; attributes are given as name, value, name, value. Not thread-safe.
 */
final class Markup {

    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Deque<String> open = new ArrayDeque<>();

    /** An attribute that we generated ourselves, such as the data of a path: not bounded in length. */
    record Ours(String value) {}

    /** Opens an element, to be closed by {@link #close}. */
    Markup open(String tag, Object... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Closes the innermost open element. */
    Markup close() {
        String tag = open.pop();
        out.append("</").append(tag).append('>');
        return open.size() <= 3 ? newline() : this;
    }

    /** An element without content. */
    Markup empty(String tag, Object... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** An element with a text. */
    Markup element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Text of a run or of ours. */
    Markup text(String text) {
        out.append(Clean.markup(text));
        return this;
    }

    /** Markup that we generated ourselves; never text of a run. */
    Markup ours(String markup) {
        out.append(markup);
        return this;
    }

    Markup newline() {
        out.append('\n');
        return this;
    }

    private void start(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(value(attributes[i + 1]))
                    .append('"');
        }
    }

    private static String value(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof Ours ours ? ours.value() : Clean.markup(String.valueOf(value));
    }

    /** A number with at most one decimal, which is as fine as a pixel needs. */
    static String number(double value) {
        long tenths = Math.round(value * 10);
        String whole = Long.toString(Math.abs(tenths) / 10);
        String digits = tenths % 10 == 0 ? whole : whole + "." + Math.abs(tenths) % 10;
        return tenths < 0 ? "-" + digits : digits;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
