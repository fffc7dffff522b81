package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads one page. Thread-safe. */
final class HttpProbe implements BlockingProbe {

    private static final int MOST_AT_ONCE = 1024;

    private final HttpGet settings;
    private final HttpTarget target;
    private final MonotonicClock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile boolean closed;

    HttpProbe(HttpGet settings, HttpTarget target, MonotonicClock clock) {
        this.settings = settings;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return MOST_AT_ONCE;
    }

    /** Nothing to make ready: the client connects when it first needs to. */
    @Override
    public void prepare() {
        closed = false;
    }

    @Override
    public Answer attempt(Attempt attempt) throws Exception {
        if (closed) {
            return Answer.notSent("the probe is closed");
        }
        HttpRequest request = HttpRequest.newBuilder(page()).GET().build();
        CompletableFuture<HttpResponse<Boolean>> asked = client.sendAsync(request, head -> new CountedBody());
        try {
            long left = attempt.deadline() - clock.nanos();
            return judge(asked.get(left, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Answer.timedOut("no complete answer by the deadline");
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } finally {
            // Ends the exchange and its connection when it is still under way.
            asked.cancel(true);
        }
    }

    private URI page() {
        String base = target.base().toString();
        return URI.create(
                base.endsWith("/") ? base.substring(0, base.length() - 1) + settings.path() : base + settings.path());
    }

    private Answer judge(HttpResponse<Boolean> response) {
        if (response.statusCode() != settings.status()) {
            return Answer.failed("status " + response.statusCode() + " instead of " + settings.status());
        }
        return response.body()
                ? Answer.OK
                : Answer.failed("the body is longer than " + CountedBody.MOST_BYTES + " bytes");
    }

    private static Answer failed(Throwable error) {
        String detail = Desk.oneLine(error);
        if (error instanceof HttpTimeoutException) {
            return Answer.timedOut(detail);
        }
        boolean ours = !(error instanceof IOException) || Shortage.isCauseOf(error);
        return ours ? Answer.notSent(detail) : Answer.failed(detail);
    }

    /** The client's threads end by themselves once nothing refers to it. */
    @Override
    public void close() {
        closed = true;
    }
}
