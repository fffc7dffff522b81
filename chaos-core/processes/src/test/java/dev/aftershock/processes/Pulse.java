package dev.aftershock.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A program that prints its process id again and again, and has as many generations of children as it is told. */
final class Pulse {

    private static final Duration BEAT = Duration.ofMillis(10);
    private static final int MOST_BEATS = 12_000;

    private Pulse() {}

    static ProcessBuilder program(int generations) {
        return new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx16m",
                "-cp",
                Pulse.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                Pulse.class.getName(),
                Integer.toString(generations));
    }

    public static void main(String[] arguments) throws IOException {
        int generations = Integer.parseInt(arguments[0]);
        if (generations > 0) {
            program(generations - 1).inheritIO().start();
        }
        byte[] beat = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MOST_BEATS; i++) {
            // One write each, so that parent and child do not mix within a line.
            System.out.write(beat);
            System.out.flush();
            LockSupport.parkNanos(BEAT.toNanos());
        }
    }
}
