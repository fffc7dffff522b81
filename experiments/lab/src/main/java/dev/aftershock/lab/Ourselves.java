package dev.aftershock.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The user that this process runs as, learnt from a file that it makes. */
public final class Ourselves {

    private Ourselves() {}

    /** Our numeric user id; 0 is root. */
    public static int uid() throws IOException {
        Path probe = Files.createTempFile("aftershock-", ".uid");
        try {
            return uid(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** Whether a file, or the link itself, belongs to us. */
    static boolean own(Path path) throws IOException {
        return uid(path) == uid();
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
