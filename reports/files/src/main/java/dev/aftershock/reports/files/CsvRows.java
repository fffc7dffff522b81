package dev.aftershock.reports.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes cells of millions of rows: digits go straight into a buffer, without an object each. Not thread-safe. */
final class CsvRows {

    static final int SIZE = 1 << 16;

    private static final int LONGEST_NUMBER = 24;
    private static final int DECIMALS = 6;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int filled;

    CsvRows(OutputStream out) {
        this.out = out;
    }

    /** A text that is fit for a cell. */
    CsvRows text(String text) throws IOException {
        return text.length() <= SIZE && ascii(text) ? this : bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes it when each character is one byte. */
    private boolean ascii(String text) throws IOException {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > '~') {
                return false;
            }
            buffer[filled + i] = (byte) c;
        }
        filled += length;
        return true;
    }

    private CsvRows bytes(byte[] bytes) throws IOException {
        flush();
        out.write(bytes);
        return this;
    }

    /** Cells that are fit for a row, each with its comma. */
    CsvRows cells(byte[] cells) throws IOException {
        if (cells.length > SIZE) {
            return bytes(cells);
        }
        room(cells.length);
        System.arraycopy(cells, 0, buffer, filled, cells.length);
        filled += cells.length;
        return this;
    }

    CsvRows comma() throws IOException {
        return one(',');
    }

    void end() throws IOException {
        one('\n');
    }

    CsvRows number(long number) throws IOException {
        if (number == Long.MIN_VALUE) {
            return text(Long.toString(number));
        }
        room(LONGEST_NUMBER);
        if (number < 0) {
            buffer[filled++] = '-';
        }
        digits(Math.abs(number), 1);
        return this;
    }

    /** Seconds with six decimals. */
    CsvRows seconds(long nanos) throws IOException {
        room(LONGEST_NUMBER);
        long micros = (Math.abs(nanos) + 500) / 1_000;
        if (nanos < 0 && micros > 0) {
            buffer[filled++] = '-';
        }
        digits(micros / 1_000_000, 1);
        buffer[filled++] = '.';
        digits(micros % 1_000_000, DECIMALS);
        return this;
    }

    /** From the last digit to the first, as they come. */
    private void digits(long number, int atLeast) {
        int first = LONGEST_NUMBER;
        for (long rest = number; rest > 0 || first > LONGEST_NUMBER - atLeast; rest /= 10) {
            digits[--first] = (byte) ('0' + rest % 10);
        }
        System.arraycopy(digits, first, buffer, filled, LONGEST_NUMBER - first);
        filled += LONGEST_NUMBER - first;
    }

    private CsvRows one(char c) throws IOException {
        room(1);
        buffer[filled++] = (byte) c;
        return this;
    }

    private void room(int bytes) throws IOException {
        if (filled + bytes > SIZE) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }
}
