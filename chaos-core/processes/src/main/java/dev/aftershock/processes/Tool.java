package dev.aftershock.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a small program of the system: by its absolute path, with arguments and no shell, for at most two seconds. */
final class Tool {

    /** Two seconds, in steps of {@link Patience}. */
    private static final int MOST_STEPS = 400;

    private static final List<Path> PLACES = List.of(Path.of("/bin"), Path.of("/usr/bin"));

    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /** What a program said and how it ended. */
    record Result(int exit, String output) {}

    /**
     * The program of a name.
     *
     * @throws IOException when the system has none
     */
    static Tool named(String name) throws IOException {
        for (Path place : PLACES) {
            if (Files.isExecutable(place.resolve(name))) {
                return new Tool(place.resolve(name));
            }
        }
        throw new IOException("no program '" + name + "' in " + PLACES
                + "; expected a system that has it: this fault cannot be had on this one");
    }

    Result run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!ended(process)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within 2 s");
        }
        byte[] output = process.getInputStream().readNBytes(4096);
        return new Result(process.exitValue(), new String(output, StandardCharsets.UTF_8).trim());
    }

    /** A signal must not be under way any more when its sender returns, so interrupts wait. */
    private static boolean ended(Process process) {
        try (Patience patience = new Patience()) {
            for (int step = 0; step < MOST_STEPS && process.isAlive(); step++) {
                patience.step();
            }
        }
        return !process.isAlive();
    }
}
