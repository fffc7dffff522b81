package dev.aftershock.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Opens files of the state directory that several runs share, and waits for their locks. */
final class FileLocks {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private FileLocks() {}

    /** Opens a file to be read and written, made for its owner alone when it is not there; a symbolic link is none. */
    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * Locks a file for this thread.
     *
     * @throws IOException when somebody else keeps the lock for five seconds
     */
    static FileLock lock(FileChannel channel, Path file) throws IOException {
        for (long tries = BOUND.dividedBy(PAUSE); tries > 0; tries--) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException heldByAnotherThread) {
                // As if another process held it.
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IOException("another run has kept " + file + " locked for " + BOUND.toSeconds() + " s");
    }
}
