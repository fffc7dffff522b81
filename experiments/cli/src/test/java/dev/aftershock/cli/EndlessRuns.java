package dev.aftershock.cli;

import java.io.PrintWriter;

/** Runs one experiment again and again until it is killed. */
final class EndlessRuns {

    private EndlessRuns() {}

    /** Arguments: the experiment and the folder of its records. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        while (Main.execute(out, out, "run", arguments[0], "--out", arguments[1]) != Main.BAD_INPUT) {
            out.println("once more");
        }
    }
}
