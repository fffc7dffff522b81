package dev.aftershock.parts;

/** Which characters of somebody else's text must reach no terminal. */
public final class Unprintable {

    /**
     * What stands between the brackets of a regular expression: controls, of which U+009B begins a sequence as ESC does, the
     * formats that turn text around, and line separators.
     */
    public static final String CHARACTERS = "\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069\\u2028\\u2029";

    private Unprintable() {}
}
