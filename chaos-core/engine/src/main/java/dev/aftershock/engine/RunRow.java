package dev.aftershock.engine;

/** The cells of one row of a run's CSV file, read in turn and in place: there may be millions. Not thread-safe. */
final class RunRow {

    private final String line;
    private final int cells;
    private int cell;
    private int from;

    /**
     * Takes a row of so many cells; the last may hold commas.
     *
     * @throws IllegalArgumentException when it has fewer
     */
    RunRow(String line, int cells) {
        this.line = line;
        this.cells = cells;
        int commas = 0;
        for (int at = line.indexOf(','); at >= 0 && commas < cells - 1; at = line.indexOf(',', at + 1)) {
            commas++;
        }
        if (commas + 1 != cells) {
            throw new IllegalArgumentException(
                    "a row of " + (commas + 1) + " cells instead of " + cells + ": " + OneLine.of(line));
        }
    }

    /** Takes the next cell as a whole number. */
    long number() {
        int begin = from;
        return Long.parseLong(line, begin, next(), 10);
    }

    /** Takes the next cell as a small whole number. */
    int small() {
        int begin = from;
        return Integer.parseInt(line, begin, next(), 10);
    }

    /** Takes the next cell as a moment of the run. */
    long moment() {
        return RunCsv.moment(number());
    }

    /** Takes the next cell as text. */
    String text() {
        int begin = from;
        int end = next();
        return begin == end ? "" : line.substring(begin, end);
    }

    /** Where the next cell ends; the one after it is next then. */
    private int next() {
        cell++;
        int end = cell == cells ? line.length() : line.indexOf(',', from);
        from = end + 1;
        return end;
    }
}
