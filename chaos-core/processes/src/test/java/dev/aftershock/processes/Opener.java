package dev.aftershock.processes;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A program that opens a file again and again, and prints whether it could. */
final class Opener {

    static final String YES = "yes";
    static final String NO = "no";

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int MOST_TIMES = 12_000;

    private Opener() {}

    /** Argument: the file. */
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < MOST_TIMES; i++) {
            System.out.write((opens(arguments[0]) + "\n").getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static String opens(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            return in.available() >= 0 ? YES : NO;
        } catch (IOException full) {
            return NO;
        }
    }
}
