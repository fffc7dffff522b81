package dev.aftershock.parts;

/** Keeps words of an input fit for a message: short, and on one line. */
final class Words {

    private static final int LONGEST = 80;

    private Words() {}

    /** The text, or its beginning when it is long. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** The text with line ends and control characters spelled out, so that no input can write to a terminal. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            if (each == '\n') {
                line.append("\\n");
            } else if (unprintable(each)) {
                line.append(String.format("\\u%04x", each));
            } else {
                line.appendCodePoint(each);
            }
        });
        return line.toString();
    }

    private static boolean unprintable(int each) {
        int type = Character.getType(each);
        return Character.isISOControl(each)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
