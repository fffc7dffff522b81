package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends requests, each with a deadline, and holds no thread for any of them. Thread-safe.
 *
 * <p>HTTP/1.1 on kept connections, straight to the host, without redirects, cookies or credentials. The client sends a
 * read again by itself, once, when the kept connection that it chose turns out to be closed; it never does so for a
 * write.
 */
public final class HttpLine {

    /** The longest body that is read, in bytes; the rest of a longer one is not. */
    public static final int MOST_BYTES = 1024 * 1024;

    /** Looking up a host's name holds one of them; nothing else does. */
    private static final int THREADS = 8;

    private static final int IDLE_SECONDS = 5;

    private final MonotonicClock clock;
    private final HttpClient client;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A line without connections yet.
     *
     * @param name of its threads
     * @param builder may bring trust of its own
     */
    public HttpLine(String name, MonotonicClock clock, HttpClient.Builder builder) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(
                1, task -> daemon(task, name + "-deadlines"), new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        // What waits in the queue is a few steps of each request under way, and those are bounded by the sampler. It is
        // never shut down, because the client does not survive that; its threads end when they are idle.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, name + "-http"));
        threads.allowCoreThreadTimeOut(true);
        this.client = builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(threads)
                .build();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits a while, but no longer than until this is closed; whether it is. */
    boolean awaitClosed(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Sends one request.
     *
     * @param reader takes the answer's body as it comes, from one thread at a time
     * @param deadline when the result ends with {@link TimeoutException}, in nanoseconds of the run's clock
     * @return the whole answer, as soon as its last byte is there; use {@link HttpErrors} for why there is none
     */
    public CompletableFuture<HttpAnswer> ask(HttpRequest request, Consumer<ByteBuffer> reader, long deadline) {
        CompletableFuture<HttpAnswer> ended = new CompletableFuture<>();
        boolean plain = "http".equals(request.uri().getScheme());
        CompletableFuture<HttpResponse<Boolean>> asked = client.sendAsync(request, head -> {
            CountedBody body = new CountedBody(reader);
            if (plain) {
                // The client itself tells on the JVM's common pool, where an answer waits behind the application's
                // work.
                body.getBody()
                        .thenAccept(withinCap -> ended.complete(
                                new HttpAnswer(head.statusCode(), head.headers(), withinCap, Optional.empty())));
            }
            return body;
        });
        open.add(ended);
        Future<?> watch = timer.schedule(
                () -> ended.completeExceptionally(new TimeoutException("no complete answer by the deadline")),
                Math.max(0, deadline - clock.nanos()),
                TimeUnit.NANOSECONDS);
        ended.whenComplete((answer, error) -> {
            open.remove(ended);
            watch.cancel(false);
            if (error != null) {
                // Ends the exchange and its connection when it is still under way.
                asked.cancel(true);
            }
        });
        asked.whenComplete((answer, error) -> {
            if (error == null) {
                ended.complete(
                        new HttpAnswer(answer.statusCode(), answer.headers(), answer.body(), answer.sslSession()));
            } else {
                ended.completeExceptionally(error);
            }
        });
        if (isClosed()) {
            giveUp(ended);
        }
        return ended;
    }

    /** Ends after a while, or with {@link IllegalStateException} when this is closed before. */
    CompletableFuture<Boolean> pause(Duration howLong) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        open.add(over);
        timer.schedule(() -> over.complete(true), howLong.toNanos(), TimeUnit.NANOSECONDS);
        over.whenComplete((done, error) -> open.remove(over));
        if (isClosed()) {
            giveUp(over);
        }
        return over;
    }

    private static void giveUp(CompletableFuture<?> request) {
        request.completeExceptionally(new IllegalStateException("the probe is closed"));
    }

    /** Ends every request under way with {@link IllegalStateException}, and later ones at once; never blocks. */
    public void close() {
        closed.countDown();
        open.forEach(HttpLine::giveUp);
        timer.shutdownNow();
    }
}
