package dev.aftershock.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A file that, when somebody touches it, makes every run that shares its state directory heal at once and end. */
record HaltFile(Path file) {

    private static final long NEVER = -1;

    static HaltFile of(StateDirectory state) {
        return new HaltFile(state.root().resolve("halt"));
    }

    /** When it was last touched, as nothing but a number that changes each time; a file that cannot be looked at never was. */
    long touched() {
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS)
                    : NEVER;
        } catch (IOException e) {
            return NEVER;
        }
    }

    void touch() {
        try {
            Files.writeString(
                    file,
                    Instant.now() + " by process " + ProcessHandle.current().pid() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the halt file " + file, e);
        }
    }
}
