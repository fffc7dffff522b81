package dev.aftershock.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the first thing in an archive in tar's form is.
 *
 * @param at where its own block begins, behind those that say more about it
 * @param type as tar has it, such as {@code 0}, {@code 5} for a folder and {@code 2} for a link
 * @param size in bytes
 * @param link what a link leads to; empty for anything else
 */
public record TarHead(int at, char type, long size, String link) {

    static final int BLOCK = 512;
    static final int SIZE_AT = 124;
    static final int SIZE_LENGTH = 12;

    private static final int TYPE_AT = 156;
    private static final int LINK_AT = 157;
    private static final int LINK_LENGTH = 100;
    private static final int OCTAL = 8;

    /** Types of blocks that only say more about the thing behind them. */
    private static final String MORE = "xgLK";

    /** Whether it is a regular file. */
    public boolean isFile() {
        return type == '0' || type == '\0';
    }

    /** Whether it is a folder. */
    public boolean isFolder() {
        return type == '5';
    }

    /** Whether it is a symbolic link. */
    public boolean isLink() {
        return type == '2';
    }

    /**
     * Reads it.
     *
     * @param bytes the beginning of an archive
     * @throws IOException when they are none, or there is nothing in it
     */
    public static TarHead read(byte[] bytes) throws IOException {
        long at = 0;
        boolean larger = false;
        while (at + BLOCK <= bytes.length && bytes[(int) at] != 0) {
            TarHead head = at(bytes, (int) at);
            if (MORE.indexOf(head.type()) < 0) {
                return larger ? new TarHead(head.at(), head.type(), Long.MAX_VALUE, head.link()) : head;
            }
            long end = Math.min(bytes.length, at + BLOCK + head.size());
            // Only sizes of 8 GiB and more are told there.
            larger |= head.type() == 'x'
                    && text(bytes, (int) at + BLOCK, (int) end).contains(" size=");
            at += BLOCK + blocks(head.size());
        }
        throw new IOException("the archive holds nothing");
    }

    private static TarHead at(byte[] bytes, int at) throws IOException {
        String link = text(bytes, at + LINK_AT, at + LINK_AT + LINK_LENGTH);
        return new TarHead(at, (char) bytes[at + TYPE_AT], octal(bytes, at + SIZE_AT), link);
    }

    private static long octal(byte[] bytes, int at) throws IOException {
        String digits = text(bytes, at, at + SIZE_LENGTH).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, OCTAL);
        } catch (NumberFormatException e) {
            throw new IOException("the archive has a size that is no number", e);
        }
    }

    /** Up to the first zero. */
    private static String text(byte[] bytes, int from, int to) {
        String all = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return all.indexOf('\0') < 0 ? all : all.substring(0, all.indexOf('\0'));
    }

    /** As many bytes as whole blocks have. */
    static long blocks(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
