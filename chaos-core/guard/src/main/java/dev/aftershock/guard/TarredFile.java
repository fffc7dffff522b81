package dev.aftershock.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * An archive in tar's form with one regular file, as container engines give and take them: its bytes, its mode, whom it belongs to,
 * and when it was changed. Immutable; tells nothing of its bytes but how many there are.
 */
public final class TarredFile {

    private static final int OWNER_AT = 100;
    private static final int SUM_AT = 148;
    private static final int SUM_LENGTH = 8;
    private static final int BYTE = 0xff;

    private final byte[] tar;
    private final TarHead head;

    private TarredFile(byte[] tar, TarHead head) {
        this.tar = tar;
        this.head = head;
    }

    /**
     * The file in an archive.
     *
     * @return nothing when what is in it is no regular file
     * @throws IOException when it is no archive, or was cut off
     */
    public static Optional<TarredFile> read(byte[] tar) throws IOException {
        TarHead head = TarHead.read(tar);
        if (!head.isFile()) {
            return Optional.empty();
        }
        if (head.size() > tar.length - head.at() - TarHead.BLOCK) {
            throw new IOException("the archive was cut off");
        }
        return Optional.of(new TarredFile(tar.clone(), head));
    }

    /**
     * The same from a text that {@link #text} gave.
     *
     * @throws IllegalArgumentException when it did not
     */
    public static TarredFile of(String text) {
        try {
            return read(Base64.getDecoder().decode(text)).orElseThrow(() -> new IOException("no regular file"));
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no file that was written down: " + e.getMessage(), e);
        }
    }

    /** The archive in Base64. */
    public String text() {
        return Base64.getEncoder().encodeToString(tar);
    }

    /** A copy of the archive. */
    public byte[] tar() {
        return tar.clone();
    }

    /** How many bytes the file has. */
    public int size() {
        return (int) head.size();
    }

    private int from() {
        return head.at() + TarHead.BLOCK;
    }

    /** The same file with other bytes. */
    public TarredFile with(byte[] content) {
        byte[] changed = Arrays.copyOf(
                Arrays.copyOf(tar, from()), from() + (int) TarHead.blocks(content.length) + 2 * TarHead.BLOCK);
        System.arraycopy(content, 0, changed, from(), content.length);
        write(changed, TarHead.SIZE_AT, "%011o\0".formatted(content.length));
        write(changed, SUM_AT, " ".repeat(SUM_LENGTH));
        int sum = 0;
        for (int at = head.at(); at < from(); at++) {
            sum += changed[at] & BYTE;
        }
        write(changed, SUM_AT, "%06o\0 ".formatted(sum));
        return new TarredFile(changed, new TarHead(head.at(), head.type(), content.length, head.link()));
    }

    private void write(byte[] to, int at, String field) {
        byte[] bytes = field.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, to, head.at() + at, bytes.length);
    }

    /** Whether another one has the same bytes and mode, and belongs to the same user and group. */
    public boolean isSame(TarredFile other) {
        return size() == other.size() && isBeginningOf(other) && Arrays.equals(owner(), other.owner());
    }

    /** The mode, the user and the group, as they stand there one behind the other. */
    private byte[] owner() {
        return Arrays.copyOfRange(tar, head.at() + OWNER_AT, head.at() + TarHead.SIZE_AT);
    }

    /** Whether another one begins with all of its bytes. */
    public boolean isBeginningOf(TarredFile other) {
        return size() <= other.size()
                && Arrays.equals(tar, from(), from() + size(), other.tar, other.from(), other.from() + size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TarredFile file && Arrays.equals(tar, file.tar);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tar);
    }

    @Override
    public String toString() {
        return "a file of " + size() + " bytes";
    }
}
