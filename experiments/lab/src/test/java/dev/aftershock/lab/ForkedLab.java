package dev.aftershock.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A lab in another JVM. */
final class ForkedLab implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    /** Starts the JVM with a prefix to its command line. */
    ForkedLab(List<String> prefix, String classPath, Path temporary) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath,
                LabHolder.class.getName()));
        process = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that it prints; fails when it ends instead. */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the JVM with the lab ended");
        }
        return line;
    }

    void failOver() throws IOException {
        OutputStream input = process.getOutputStream();
        input.write('\n');
        input.flush();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
