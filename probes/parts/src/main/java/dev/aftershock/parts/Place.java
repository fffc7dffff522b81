package dev.aftershock.parts;

/**
 * Where a value was written.
 *
 * @param source the file's name, or a word such as {@code "code"} for values built in Java
 * @param line 1-based line, or 0 when the source has no lines
 * @param column 1-based column, or 0 when the source has no columns
 */
public record Place(String source, int line, int column) {

    /** The place of a value that was built in Java rather than read from a file. */
    public static final Place CODE = new Place("code", 0, 0);

    @Override
    public String toString() {
        if (line == 0) {
            return source;
        }
        return source + ":" + line + (column == 0 ? "" : ":" + column);
    }
}
