package dev.aftershock.processes;

import dev.aftershock.guard.JavaProgram;
import dev.aftershock.measurement.MonotonicClock;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The program that keeps processors busy and holds memory of its machine, until it is over. */
final class Hog {

    private static final Duration TOUCH_EVERY = Duration.ofSeconds(1);

    /** Beyond what it holds, for what a runtime needs. */
    private static final int SPARE_MEBIBYTES = 8;

    private Hog() {}

    /** What starts it: small for itself, and allowed to hold the rest outside its heap. */
    static ProcessBuilder program(int threads, int mebibytes) throws IOException {
        List<String> options = List.of(
                "-Xmx24m",
                "-XX:MaxDirectMemorySize=" + (mebibytes + SPARE_MEBIBYTES) + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData");
        return JavaProgram.of(
                options,
                List.of(Hog.class, MonotonicClock.class),
                Integer.toString(threads),
                Integer.toString(mebibytes));
    }

    /**
     * Runs.
     *
     * @param arguments how many threads compute, and how many MiB are held
     */
    public static void main(String[] arguments) throws InterruptedException {
        firstToGo();
        try (Leash leash = Leash.take()) {
            if (leash.begins()) {
                run(leash, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            }
        } catch (OutOfMemoryError | RuntimeException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void run(Leash leash, int threads, int mebibytes) throws InterruptedException {
        try (Load load = Load.start(threads, mebibytes)) {
            while (!leash.overBy(leash.nanos() + TOUCH_EVERY.toNanos())) {
                load.touch();
            }
        }
    }

    /** Where memory gets short after all, Linux is to end this one and not what is being tested. */
    private static void firstToGo() {
        try (FileOutputStream score = new FileOutputStream("/proc/self/oom_score_adj")) {
            score.write("1000".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException elsewhere) {
            // Another system, which has no such thing.
        }
    }
}
