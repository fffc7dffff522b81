package dev.aftershock.cli;

import dev.aftershock.engine.Verdict;

/**
 * Colours, where they are wanted.
 *
 * @param colors whether to use them
 */
record Style(boolean colors) {

    /** The launcher says whether the output is a terminal; the JVM cannot tell on every version. */
    static boolean onTerminal() {
        return Boolean.getBoolean("aftershock.terminal");
    }

    static Style of(boolean noColor) {
        String unwanted = System.getenv("NO_COLOR");
        return new Style(onTerminal() && !noColor && (unwanted == null || unwanted.isEmpty()));
    }

    String verdict(Verdict verdict, String text) {
        return switch (verdict) {
            case PASS -> paint("32;1", text);
            case INCONCLUSIVE -> paint("33;1", text);
            case FAIL, INVALID, LEAKED -> paint("31;1", text);
        };
    }

    String bad(String text) {
        return paint("31", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colors ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
