package dev.aftershock.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of PostgreSQL as the right user, with nothing of our own environment.
 *
 * @param binaries where the programs are
 * @param user whom they run as
 */
record ServerPrograms(PostgresBinaries binaries, ServerUser user) {

    /** Starts a program whose output goes to the end of a log. */
    Process spawn(Path log, List<String> program) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(binaries.program(program.get(0)).toString());
        command.addAll(program.subList(1, program.size()));
        ProcessBuilder builder = new ProcessBuilder(user.command(command));
        builder.directory(log.getParent().toFile());
        // PGHOST, PGOPTIONS and their like would reach the server's own connections.
        builder.environment().clear();
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/bin:/bin"));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    /** Runs a program to its end, which must be a good one. */
    void run(Path log, List<String> program, Duration limit) throws IOException {
        Process process = spawn(log, program);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(program.get(0) + " did not end within " + limit.toMillis() + " ms; its log "
                        + log + " ends with:\n" + LogTail.of(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + program.get(0) + " ran", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new LabException(program.get(0) + " ended with exit code " + process.exitValue() + "; its log " + log
                    + " ends with:\n" + LogTail.of(log));
        }
    }
}
