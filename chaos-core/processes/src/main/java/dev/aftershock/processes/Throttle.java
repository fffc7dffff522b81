package dev.aftershock.processes;

import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.guard.JavaProgram;
import dev.aftershock.guard.ProcessStart;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The program that lets a family of processes run for a share of the time: it stops and resumes them in turn, and whatever ends it
 * but SIGKILL, it leaves them running.
 */
final class Throttle {

    private final long stopped;
    private final long period;
    private Family family;

    private Throttle(Family family, Duration stopped, Duration period) {
        this.family = family;
        this.stopped = stopped.toNanos();
        this.period = period.toNanos();
    }

    /** What starts it. */
    static ProcessBuilder program(Family family, Duration stopped, Duration period) throws IOException {
        return JavaProgram.of(
                JavaProgram.FRUGAL,
                List.of(
                        Throttle.class,
                        ProcessIdentity.class,
                        ProcessStart.class,
                        MonotonicClock.class,
                        InvalidInputException.class),
                stopped.toString(),
                period.toString(),
                family.toString());
    }

    /**
     * Runs.
     *
     * @param arguments for how long they are stopped, of which period, and the family
     */
    public static void main(String[] arguments) throws InterruptedException {
        Throttle throttle =
                new Throttle(Family.parse(arguments[2]), Duration.parse(arguments[0]), Duration.parse(arguments[1]));
        try (Leash leash = Leash.take()) {
            if (leash.begins()) {
                throttle.run(leash);
            }
        } catch (IOException | RuntimeException e) {
            System.out.println(e.getMessage());
        }
    }

    private void run(Leash leash) throws IOException, InterruptedException {
        try {
            long began = leash.nanos();
            while (!turn(leash, began)) {
                // Where the machine could not keep up nothing is made good for.
                began = Math.max(began + period, leash.nanos());
            }
        } finally {
            family.resume();
        }
    }

    /** Both signals come late by the time that it takes to send one, so that the share is what it should be. */
    private boolean turn(Leash leash, long began) throws IOException, InterruptedException {
        family.stop();
        // Who is an orphan by now belonged to it when it was stopped.
        family = family.withThoseThatLive();
        boolean over = leash.overBy(began + stopped);
        family.resume();
        return over || leash.overBy(began + period) || family.living().isEmpty();
    }
}
