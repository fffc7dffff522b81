package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes the lines of a journal into one buffer that is used again and again; see {@link LedgerJournal}. Not
 * thread-safe.
 */
final class LedgerRecord {

    static final int CHECKSUM_DIGITS = 8;

    /** Longer than any record: a node's name has 200 characters of at most three bytes each. */
    private static final int ROOM = 1024;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX_BITS = 4;
    private static final int LONG_DIGITS = 16;

    private final byte[] line = new byte[ROOM];
    private final CRC32C checksum = new CRC32C();
    private long number;
    private int length;

    byte[] line() {
        return line;
    }

    int length() {
        return length;
    }

    LedgerRecord invoked(int writer, long seq, long hash, long at) {
        begin('I', writer, seq).word().hex(hash, LONG_DIGITS).word().decimal(at).end();
        return this;
    }

    LedgerRecord deleting(int writer, long seq, long at) {
        begin('D', writer, seq).word().decimal(at).end();
        return this;
    }

    LedgerRecord answered(int writer, long seq, long at, Result result, String node) {
        begin('A', writer, seq).word().decimal(at).word().text(result.name());
        word().text(node).end();
        return this;
    }

    static String checksumOf(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        String digits = Long.toHexString(crc.getValue());
        return "0".repeat(CHECKSUM_DIGITS - digits.length()) + digits;
    }

    private LedgerRecord begin(char kind, int writer, long seq) {
        length = CHECKSUM_DIGITS;
        number++;
        word().decimal(number).word();
        line[length++] = (byte) kind;
        return word().decimal(writer).word().decimal(seq);
    }

    private void end() {
        checksum.reset();
        checksum.update(line, CHECKSUM_DIGITS + 1, length - CHECKSUM_DIGITS - 1);
        int end = length;
        length = 0;
        hex(checksum.getValue(), CHECKSUM_DIGITS);
        length = end;
        line[length++] = '\n';
    }

    private LedgerRecord word() {
        line[length++] = ' ';
        return this;
    }

    private LedgerRecord hex(long value, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            line[length++] = HEX[(int) (value >>> i * HEX_BITS) & 0xf];
        }
        return this;
    }

    private LedgerRecord decimal(long value) {
        if (value == Long.MIN_VALUE) {
            return text(Long.toString(value));
        }
        if (value < 0) {
            line[length++] = '-';
        }
        int start = length;
        for (long rest = Math.abs(value); rest > 0 || length == start; rest /= 10) {
            line[length++] = (byte) ('0' + rest % 10);
        }
        for (int i = start, j = length - 1; i < j; i++, j--) {
            byte swapped = line[i];
            line[i] = line[j];
            line[j] = swapped;
        }
        return this;
    }

    private LedgerRecord text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, line, length, bytes.length);
        length += bytes.length;
        return this;
    }
}
