package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The text form of the journal; see {@link LedgerJournal}. */
final class LedgerFormat {

    static final String HEADER = "aftershock-ledger 1";

    private static final int LONGEST_NODE_CHARS = 200;
    private static final int LONGEST_LINE_BYTES = 4096;

    private LedgerFormat() {}

    static String invoked(int writer, long seq, long hash, long at) {
        return "I " + writer + " " + seq + " " + Long.toHexString(hash) + " " + at;
    }

    static String answered(int writer, long seq, long at, Result result, String node) {
        return "A " + writer + " " + seq + " " + at + " " + result + " " + node;
    }

    /** A node's name fit for one line. */
    static String oneLine(String node) {
        String clean = node.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.substring(0, Math.min(clean.length(), LONGEST_NODE_CHARS));
    }

    static List<LedgerEntry> read(Path file) throws IOException {
        LedgerBook book = new LedgerBook();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Optional<String> line = nextLine(in, file);
            if (line.isPresent() && !line.get().equals(HEADER)) {
                throw new IOException(file + ":1: not a ledger journal; expected '" + HEADER + "'");
            }
            for (int number = 2; line.isPresent(); number++) {
                line = nextLine(in, file);
                if (line.isPresent()) {
                    replay(line.get(), book, file + ":" + number);
                }
            }
        }
        return book.entries();
    }

    /** The next complete line; a torn tail, which has no line end, was never acted upon and is left out. */
    private static Optional<String> nextLine(InputStream in, Path file) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != -1; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (line.size() >= LONGEST_LINE_BYTES) {
                throw new IOException(file + ": a line is longer than " + LONGEST_LINE_BYTES + " bytes");
            }
            line.write(next);
        }
        return Optional.empty();
    }

    private static void replay(String line, LedgerBook book, String where) throws IOException {
        String[] words = line.split(" ", 6);
        try {
            int writer = Integer.parseInt(words[1]);
            long seq = Long.parseLong(words[2]);
            if (words[0].equals("I")) {
                book.checkInvocable(writer, seq);
                book.invoked(writer, seq, Long.parseUnsignedLong(words[3], 16), Long.parseLong(words[4]));
            } else if (words[0].equals("A")) {
                book.checkAnswerable(writer, seq);
                book.answered(writer, seq, Long.parseLong(words[3]), Result.valueOf(words[4]), words[5]);
            } else {
                throw new IllegalArgumentException("it starts with neither 'I' nor 'A'");
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
            throw new IOException(where + ": damaged record '" + line + "': " + e.getMessage(), e);
        }
    }
}
