package dev.aftershock.reports.allure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one after another change what all results of a folder share. */
final class FolderLock {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private FolderLock() {}

    /**
     * Does something while the lock is held.
     *
     * @throws IOException when somebody else keeps the lock for twenty seconds
     */
    static void hold(FileChannel channel, Path file, ResultsFolder.Action action) throws IOException {
        for (long tries = BOUND.dividedBy(PAUSE); tries > 0; tries--) {
            try (FileLock lock = tryLock(channel)) {
                if (lock != null) {
                    action.run();
                    return;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IOException("another process has kept " + file + " locked for " + BOUND.toSeconds()
                + " s; end it, or name another folder with -D" + AllureReporter.FOLDER_PROPERTY);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByAnotherThread) {
            return null;
        }
    }
}
