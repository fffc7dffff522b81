package dev.aftershock.probes.prometheus;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.AsyncProbe;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.Reply;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks Prometheus for values and for the age of the oldest sample, in one query. Thread-safe. */
final class PrometheusProbe implements AsyncProbe {

    private static final int MOST_AT_ONCE = 256;
    private static final String PATH = "/api/v1/query";

    private final HttpTarget server;
    private final MonotonicClock clock;
    private final Verdict verdict;
    private final String body;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile boolean closed;

    PrometheusProbe(PrometheusQuery settings, HttpTarget server, MonotonicClock clock) {
        this.server = server;
        this.clock = clock;
        this.verdict = new Verdict(settings);
        this.body = "query=" + URLEncoder.encode(wholeQuery(settings), StandardCharsets.UTF_8);
    }

    /** Values and times in one vector, told apart by a label; on lines of their own, since a query may end in a comment. */
    static String wholeQuery(PrometheusQuery settings) {
        return "label_replace(\n" + settings.query() + "\n" + label(Verdict.VALUE)
                + " or label_replace(min(timestamp(\n" + settings.watched() + "\n))" + label(Verdict.TIME);
    }

    private static String label(String value) {
        return ", \"" + Verdict.LABEL + "\", \"" + value + "\", \"\", \"\")";
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
    public void attempt(Attempt attempt, Reply reply) {
        if (closed) {
            reply.answer(attempt, Answer.notSent("the probe is closed"));
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        CompletableFuture<HttpResponse<Optional<byte[]>>> asked = client.sendAsync(request, head -> new CappedBody());
        long left = Math.max(0, attempt.deadline() - clock.nanos());
        asked.copy().orTimeout(left, TimeUnit.NANOSECONDS).whenComplete((response, error) -> {
            reply.answer(attempt, error == null ? verdict.on(response.statusCode(), response.body()) : failed(error));
            // Ends the exchange and its connection when it is still under way.
            asked.cancel(true);
        });
    }

    private URI address() {
        String base = server.base().toString();
        return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) + PATH : base + PATH);
    }

    private static Answer failed(Throwable thrown) {
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (error instanceof TimeoutException) {
            return Answer.timedOut("no complete answer by the deadline");
        }
        String detail =
                error.getClass().getSimpleName() + (error.getMessage() == null ? "" : ": " + error.getMessage());
        boolean ours = !(error instanceof IOException) || isShortage(error);
        return ours ? Answer.notSent(detail) : Answer.failed(detail);
    }

    /** Whether this machine ran out of local ports or file handles. */
    private static boolean isShortage(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof BindException
                || error.getCause() instanceof BindException
                || message.contains("Too many open files")
                || message.contains("Cannot assign requested address");
    }

    /** The client's threads end by themselves once nothing refers to it. */
    @Override
    public void close() {
        closed = true;
    }
}
