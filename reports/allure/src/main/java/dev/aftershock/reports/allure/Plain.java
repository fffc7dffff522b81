package dev.aftershock.reports.allure;

import java.util.regex.Pattern;

/** Makes text of a run harmless: one line, without terminal codes, control, formatting or unpaired characters. */
final class Plain {

    private static final int LONGEST = 2_000;
    private static final Pattern TERMINAL = Pattern.compile(
            "\u001B\\[[0-?]*[ -/]*[@-~]|\u001B\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|\u001B[@-Z\\\\^_]?");

    private Plain() {}

    static String line(String text) {
        String head = text.length() <= 4 * LONGEST ? text : text.substring(0, 4 * LONGEST);
        StringBuilder clean = new StringBuilder(head.length());
        TERMINAL.matcher(head).replaceAll("").codePoints().forEach(point -> append(clean, point));
        String line = clean.toString().strip();
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return line.substring(0, end) + "…";
    }

    private static void append(StringBuilder clean, int point) {
        int type = Character.getType(point);
        boolean hidden = type == Character.SURROGATE
                || type == Character.FORMAT
                || type == Character.UNASSIGNED
                || (point & 0xFFFE) == 0xFFFE;
        if (Character.isISOControl(point) || Character.isWhitespace(point)) {
            if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                clean.append(' ');
            }
        } else if (!hidden) {
            clean.appendCodePoint(point);
        }
    }

    /** One line, escaped for HTML. */
    static String html(String text) {
        return line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** One cell of a CSV file; what a spreadsheet would take for a formula is marked as text. */
    static String csv(String text) {
        String line = line(text);
        String safe = !line.isEmpty() && "=+-@".indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
        return safe.contains(",") || safe.contains("\"") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
