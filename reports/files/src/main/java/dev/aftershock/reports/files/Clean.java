package dev.aftershock.reports.files;

import java.util.regex.Pattern;

/** Makes text of a run harmless: it may come from a driver's error, a server's answer or a log. */
final class Clean {

    /** The longest text kept, in characters. */
    static final int LONGEST = 2_000;

    private static final Pattern TERMINAL = Pattern.compile(
            "\u001B\\[[0-?]*[ -/]*[@-~]|\u001B\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|\u001B[@-Z\\\\^_]?");
    private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_\\[\\]<>&|#~!@$]|:(?=//)|(?<=[wW]{3})\\.");

    private Clean() {}

    /** One line without control, formatting or unpaired characters, of a bounded length. */
    static String line(String text) {
        if (text.length() <= LONGEST && plain(text)) {
            return text;
        }
        String head = text.length() <= 4 * LONGEST ? text : text.substring(0, 4 * LONGEST);
        StringBuilder clean = new StringBuilder(head.length());
        TERMINAL.matcher(head).replaceAll("").codePoints().forEach(point -> append(clean, point));
        String stripped = clean.toString().strip();
        return stripped.length() <= LONGEST ? stripped : shorten(stripped, LONGEST);
    }

    /** Whether there is nothing to clean: so are most texts, and there may be millions. */
    private static boolean plain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }

    private static void append(StringBuilder clean, int point) {
        if (Character.isISOControl(point) || Character.isWhitespace(point) || point == 0xA0) {
            if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                clean.append(' ');
            }
        } else if (visible(point)) {
            clean.appendCodePoint(point);
        }
    }

    private static boolean visible(int point) {
        int type = Character.getType(point);
        // FORMAT holds the marks that turn the direction of text, and those of no width.
        boolean hidden = type == Character.SURROGATE || type == Character.FORMAT || type == Character.UNASSIGNED;
        boolean noncharacter = (point & 0xFFFE) == 0xFFFE;
        return !hidden && !noncharacter;
    }

    /** At most so many characters; a mark shows where something was cut off. */
    static String shorten(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /** One line, escaped for XML and HTML, in text and in quoted attributes. */
    static String markup(String text) {
        String line = line(text);
        StringBuilder escaped = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** One line for Markdown: every character that could mean something is written as a number. */
    static String markdown(String text) {
        return MARKDOWN.matcher(line(text))
                .replaceAll(match -> "&#" + (int) match.group().charAt(0) + ";");
    }

    /** One cell of a CSV file; what a spreadsheet would take for a formula is marked as text. */
    static String csv(String text) {
        String line = line(text);
        if (!line.isEmpty() && "=+-@".indexOf(line.charAt(0)) >= 0) {
            line = "'" + line;
        }
        return line.indexOf(',') >= 0 || line.indexOf('"') >= 0 ? '"' + line.replace("\"", "\"\"") + '"' : line;
    }
}
