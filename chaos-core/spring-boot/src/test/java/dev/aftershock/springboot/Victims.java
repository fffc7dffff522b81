package dev.aftershock.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Applications that may be ended; while one of them is tried the next is started. For one thread. */
final class Victims implements AutoCloseable {

    private RunningApplication now;
    private CompletableFuture<RunningApplication> next;

    Victims() throws IOException {
        now = RunningApplication.exposed();
        next = CompletableFuture.supplyAsync(Victims::start);
    }

    private static RunningApplication start() {
        try {
            return RunningApplication.exposed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that lives. */
    RunningApplication alive() throws IOException {
        if (!now.serves()) {
            now.close();
            now = next.join();
            next = CompletableFuture.supplyAsync(Victims::start);
        }
        return now;
    }

    @Override
    public void close() throws IOException {
        now.close();
        next.join().close();
    }
}
