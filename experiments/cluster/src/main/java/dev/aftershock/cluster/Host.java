package dev.aftershock.cluster;

import dev.aftershock.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks small programs of the system to do what Java cannot: links, mounts and packet rules. */
record Host(Programs programs) {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_OUTPUT = 4_000_000;

    /** Runs a program to its good end and returns what it printed. */
    String run(String program, String... arguments) throws IOException {
        return feed("", program, arguments);
    }

    /** The same, with an input. */
    String feed(String input, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(programs.path(program)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException(command + " did not end within " + LIMIT.toSeconds() + " s");
            }
            String said = output.join();
            if (process.exitValue() != 0) {
                throw new LabException(command + " ended with exit code " + process.exitValue() + ": " + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + command + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }
}
