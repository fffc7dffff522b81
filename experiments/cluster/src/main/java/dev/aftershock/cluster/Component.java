package dev.aftershock.cluster;

import dev.aftershock.lab.LabException;
import dev.aftershock.lab.LogTail;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started for the cluster, with nothing of our own environment.
 *
 * @param name what it is called
 * @param process its process
 * @param log what it says
 */
record Component(String name, Process process, Path log) {

    /** Starts a program in the folder of its log; its output goes to the end of that log. */
    static Component start(String name, Path folder, List<String> command) throws IOException {
        Path log = Files.createDirectories(folder.resolve("logs")).resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "LC_ALL",
                        "C",
                        "TZ",
                        "UTC",
                        "HOME",
                        folder.toString(),
                        "PATH",
                        String.join(File.pathSeparator, Programs.SYSTEM)));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Component(name, builder.start(), log);
    }

    /** Runs a program to its end, which must be a good one, and returns the log with what it said. */
    static Path run(String name, Path folder, List<String> command, Duration limit) throws IOException {
        Component running = start(name, folder, command);
        try {
            if (!running.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(running.failure("did not end within " + limit.toMillis() + " ms"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + name + " ran", e);
        } finally {
            running.process.destroyForcibly();
        }
        if (running.process.exitValue() != 0) {
            throw new LabException(running.failure("ended with exit code " + running.process.exitValue()));
        }
        return running.log;
    }

    /** Fails when it ended. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new LabException(failure("ended with exit code " + process.exitValue() + " while it started"));
        }
    }

    /** Ends it at once, and returns when it has gone. */
    void end() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** What became of it, with the end of its log. */
    String failure(String what) {
        return name + " " + what + "; its log " + log + " ends with:\n" + LogTail.of(log);
    }
}
