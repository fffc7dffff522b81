package dev.aftershock.reports.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Writes one report on a thread of its own while others are made: the table of a million samples takes as long as all of them. */
final class Beside {

    private final FutureTask<Void> task;
    private final Thread thread;

    /** What writes it. */
    interface Writing {
        void write() throws IOException;
    }

    /** Begins. */
    Beside(Writing writing) {
        task = new FutureTask<>(() -> {
            writing.write();
            return null;
        });
        thread = new Thread(task, "aftershock-report-beside");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until it is written.
     *
     * @throws IOException when it could not be
     */
    void await() throws IOException {
        try {
            task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a report was written");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw new IOException(failed.getMessage(), failed);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
