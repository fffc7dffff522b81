package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.WriteLog;
import dev.aftershock.measurement.Writes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads the text form of the journal; see {@link LedgerJournal}. */
final class LedgerFormat {

    static final String NAME = "aftershock-ledger";
    static final int VERSION = 2;
    static final String HEADER = NAME + " " + VERSION;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_NODE_CHARS = 200;
    private static final int LONGEST_LINE_BYTES = 4096;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TEXT_FROM = LedgerRecord.CHECKSUM_DIGITS + 1;

    private final InputStream in;
    private final String file;
    private final WriteLog log = new WriteLog();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private final byte[] line = new byte[LONGEST_LINE_BYTES];
    private int length;
    private long good;

    private LedgerFormat(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    /** A node's name fit for one line. */
    static String oneLine(String node) {
        String clean = CONTROL.matcher(node).replaceAll(" ").strip();
        return clean.substring(0, Math.min(clean.length(), LONGEST_NODE_CHARS));
    }

    static Writes read(InputStream in, String file) throws IOException {
        return new LedgerFormat(in, file).read();
    }

    private Writes read() throws IOException {
        boolean complete = nextLine();
        checkHeader(complete);
        while (complete) {
            complete = nextLine();
            if (complete) {
                checkRecord();
                replay(text(TEXT_FROM, length));
                good++;
            } else {
                checkTail();
            }
        }
        return log.snapshot();
    }

    /** Reads up to the next line end; false when the file ends before. */
    private boolean nextLine() throws IOException {
        length = 0;
        while (true) {
            if (next == filled) {
                next = 0;
                filled = in.read(buffer);
                if (filled <= 0) {
                    filled = 0;
                    return false;
                }
            }
            byte each = buffer[next++];
            if (each == '\n') {
                return true;
            }
            if (length == LONGEST_LINE_BYTES) {
                throw damaged("the line is longer than " + LONGEST_LINE_BYTES + " bytes");
            }
            line[length++] = each;
        }
    }

    private void checkHeader(boolean complete) throws IOException {
        String found = text(0, length);
        if (complete ? found.equals(HEADER) : HEADER.startsWith(found)) {
            return;
        }
        String shown = found.substring(0, Math.min(found.length(), HEADER.length() + 10));
        String begin = file + ":1: found '" + shown + "', expected '" + HEADER + "': ";
        if (complete && found.matches(NAME + " [1-9][0-9]{0,8}")) {
            boolean newer = Integer.parseInt(found.substring(NAME.length() + 1)) > VERSION;
            throw new IOException(begin + "the journal was written by "
                    + (newer
                            ? "a newer release; read it with that or a later one"
                            : "an older release; read it with that")
                    + ". Nothing was read.");
        }
        throw new IOException(
                begin + "this is no ledger journal, or its first line is damaged; give the path of a ledger"
                        + " journal, or restore the file from a copy. Nothing was read.");
    }

    /**
     * What follows the last line end is a record torn when its writer died: nobody acted upon it, so it is left out.
     * Unless it is more than one record: then its line end was damaged.
     */
    private void checkTail() throws IOException {
        for (int end = TEXT_FROM + 1; end < length; end++) {
            if (checksumFits(end)) {
                throw damaged("a complete record is followed by other bytes than a line end");
            }
        }
    }

    private boolean checksumFits(int end) {
        return text(0, LedgerRecord.CHECKSUM_DIGITS).equals(LedgerRecord.checksumOf(line, TEXT_FROM, end));
    }

    private void checkRecord() throws IOException {
        if (length <= TEXT_FROM || line[TEXT_FROM - 1] != ' ') {
            throw damaged("the line has no checksum");
        }
        if (!checksumFits(length)) {
            throw damaged("its checksum is " + text(0, LedgerRecord.CHECKSUM_DIGITS) + ", expected "
                    + LedgerRecord.checksumOf(line, TEXT_FROM, length));
        }
    }

    private void replay(String text) throws IOException {
        String[] words = text.split(" ", 7);
        try {
            long number = Long.parseLong(words[0]);
            if (number != good + 1) {
                throw damaged("it is record " + number + ", expected record " + (good + 1) + ": lines are "
                        + (number > good + 1 ? "missing" : "repeated or out of order"));
            }
            replay(words, Integer.parseInt(words[2]), Long.parseLong(words[3]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void replay(String[] words, int writer, long seq) {
        switch (words[1]) {
            case "I" -> log.invoked(writer, seq, Long.parseUnsignedLong(words[4], 16), Long.parseLong(words[5]));
            case "D" -> log.deleting(known(writer, seq));
            case "A" -> log.answered(known(writer, seq), Long.parseLong(words[4]), Result.valueOf(words[5]), words[6]);
            default -> throw new IllegalArgumentException("it is of kind '" + words[1] + "', expected I, A or D");
        }
    }

    private int known(int writer, long seq) {
        int place = log.find(writer, seq);
        if (place < 0) {
            throw new IllegalArgumentException("write " + writer + "-" + seq + " was never begun");
        }
        return place;
    }

    private String text(int from, int to) {
        byte[] bytes = Arrays.copyOfRange(line, Math.min(from, length), Math.min(to, length));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private IOException damaged(String how) {
        String shown = text(0, Math.min(length, 120)).replaceAll("\\p{Cntrl}", "?");
        return new IOException(file + ":" + (good + 2) + ": damaged record '" + shown + "': " + how + ". The " + good
                + " records before it are good, none after it can be trusted; restore the file from a copy, or judge the"
                + " run without this ledger.");
    }
}
