package dev.aftershock.guard;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a small program of the system: by its absolute path, with arguments and no shell, for at most two seconds. */
final class SystemProgram {

    private static final List<String> PLACES = List.of("/bin/", "/usr/bin/");

    private SystemProgram() {}

    /** Returns when it did what it was told, or refused to: whoever runs it looks what came of it. */
    static void run(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(place(name)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!Waiting.until(() -> !process.isAlive())) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within 2 s");
        }
    }

    private static String place(String name) throws IOException {
        for (String place : PLACES) {
            if (new File(place + name).canExecute()) {
                return place + name;
            }
        }
        throw new IOException("there is no program '" + name + "' in " + PLACES);
    }
}
