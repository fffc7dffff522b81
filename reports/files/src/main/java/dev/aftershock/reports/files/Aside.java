package dev.aftershock.reports.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands what is written to a second thread, which writes it on: deflating a table takes about as long as making its rows. For
 * one writer.
 */
final class Aside extends OutputStream {

    private static final int MOST_WAITING = 16;
    private static final long LOOK_MILLIS = 100;
    private static final byte[] END = {};

    private final OutputStream out;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "aftershock-report-deflates");

    /**
     * Begins.
     *
     * @param out written by the other thread alone, and closed by it
     */
    Aside(OutputStream out) {
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (out) {
            for (byte[] next = waiting.take(); next != END; next = waiting.take()) {
                out.write(next);
            }
        } catch (IOException e) {
            failure.set(e);
        } catch (InterruptedException e) {
            failure.set(new InterruptedIOException("interrupted while deflating"));
        }
    }

    @Override
    public void write(int one) throws IOException {
        hand(new byte[] {(byte) one});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        byte[] copy = new byte[length];
        System.arraycopy(bytes, from, copy, 0, length);
        hand(copy);
    }

    private void hand(byte[] bytes) throws IOException {
        try {
            while (!waiting.offer(bytes, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                refuseAfterFailure();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while making the rows of a report");
        }
        refuseAfterFailure();
    }

    private void refuseAfterFailure() throws IOException {
        IOException failed = failure.get();
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    /** Waits until everything is written. */
    @Override
    public void close() throws IOException {
        if (thread.isAlive()) {
            hand(END);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a report was written");
        }
        refuseAfterFailure();
    }
}
