package dev.aftershock.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What a run came to, short enough for the termination message of a pod, which holds 4096 bytes. */
final class VerdictFile {

    static final int MOST_BYTES = 4096;
    private static final String CUT = "...\n";

    private VerdictFile() {}

    /**
     * Writes what a view prints, whole lines up to {@link #MOST_BYTES}.
     *
     * @throws IOException when the file cannot be written
     */
    static void write(Path file, Consumer<PrintWriter> view) throws IOException {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        view.accept(writer);
        writer.flush();
        Files.writeString(file, shortened(text.toString().stripLeading()));
    }

    static String shortened(String text) {
        if (bytes(text) <= MOST_BYTES) {
            return text;
        }
        StringBuilder whole = new StringBuilder();
        int left = MOST_BYTES - CUT.length();
        for (String line : text.split("(?<=\n)")) {
            left -= bytes(line);
            if (left < 0) {
                break;
            }
            whole.append(line);
        }
        return whole.append(CUT).toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
