package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Brings about one desired state and sees whether it holds, with nothing but the JDK. Harmless when done twice, or when nothing was
 * broken.
 */
public sealed interface Remedy permits Resume, Restore, Amend, Remove, Revert, End, Unlimit, Discard, PutBack {

    /** What it is about, in a few words. */
    String what();

    /**
     * Brings the state about and looks.
     *
     * @return what was seen, when the state holds
     * @throws IOException when it does not hold yet, or cannot be seen
     */
    String apply() throws IOException;

    /** Writes it for the process that will apply it. */
    void write(DataOutputStream out) throws IOException;

    /** Reads what {@link #write} wrote. */
    static Remedy read(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case Resume.CODE -> Resume.read(in);
            case Restore.CODE -> Restore.read(in);
            case Amend.CODE -> Amend.read(in);
            case Remove.CODE -> Remove.read(in);
            case Revert.CODE -> Revert.read(in);
            case End.CODE -> End.read(in);
            case Unlimit.CODE -> Unlimit.read(in);
            case Discard.CODE -> Discard.read(in);
            case PutBack.CODE -> PutBack.read(in);
            default -> throw new IOException("unknown remedy " + kind);
        };
    }
}
