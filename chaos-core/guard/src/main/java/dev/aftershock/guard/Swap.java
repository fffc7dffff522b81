package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a file was, and what was put in its place.
 *
 * @param before with everything that is restored
 * @param during what was put there
 */
public record Swap(TarredFile before, TarredFile during) {

    private static final int MOST_BYTES = 1 << 20;

    /** Whether it is as before. */
    public boolean isUndone(TarredFile now) {
        return now.isSame(before);
    }

    /** Whether it is what was put there, or the beginning of that: an engine stops in the middle when whoever sends it dies. */
    public boolean isOurs(TarredFile now) {
        return !isUndone(now) && now.isBeginningOf(during);
    }

    /** What is told of a file that is not ours. */
    public String seen(TarredFile now) {
        return isUndone(now)
                ? "is as it was, with its " + now.size() + " bytes"
                : "was changed by somebody else since, and is left as it is";
    }

    void write(DataOutputStream out) throws IOException {
        for (TarredFile file : new TarredFile[] {before, during}) {
            byte[] tar = file.tar();
            out.writeInt(tar.length);
            out.write(tar);
        }
    }

    static Swap read(DataInputStream in) throws IOException {
        return new Swap(file(in), file(in));
    }

    private static TarredFile file(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("no file of " + length + " bytes was put anywhere");
        }
        return TarredFile.read(in.readNBytes(length)).orElseThrow(() -> new IOException("no regular file"));
    }
}
