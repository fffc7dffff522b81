package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Keeps secrets out of what is thrown at whoever called, which ends in a terminal or in a test's report. */
final class Untold {

    private Untold() {}

    /**
     * Throws a failure's text without secrets when it or one of its causes repeats one, and nothing otherwise.
     *
     * @throws IllegalStateException instead of a failure that repeats a secret
     */
    static void check(Exception failure, Mask mask) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        if (!mask.found(all.toString()).isEmpty()) {
            IllegalStateException hidden = new IllegalStateException(mask.of(OneLine.of(failure)));
            hidden.setStackTrace(failure.getStackTrace());
            throw hidden;
        }
    }
}
