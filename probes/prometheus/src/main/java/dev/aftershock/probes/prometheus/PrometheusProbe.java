package dev.aftershock.probes.prometheus;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.AsyncProbe;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.HttpErrors;
import dev.aftershock.probes.HttpLine;
import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.Reply;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks Prometheus for values and for the age of the oldest sample, in one query. Thread-safe. */
final class PrometheusProbe implements AsyncProbe {

    private static final int MOST_AT_ONCE = 256;
    private static final String PATH = "/api/v1/query";

    private final HttpTarget server;
    private final Verdict verdict;
    private final String body;
    private final HttpLine line;

    PrometheusProbe(PrometheusQuery settings, HttpTarget server, String name, MonotonicClock clock) {
        this.server = server;
        this.line = new HttpLine("aftershock-probe-" + name, clock, HttpClient.newBuilder());
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
    public void prepare() {}

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        if (line.isClosed()) {
            reply.answer(attempt, Answer.notSent("the probe is closed"));
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        line.ask(request, part -> append(part, read), attempt.deadline())
                .thenApply(answer -> verdict.on(
                        answer.status(), answer.withinCap() ? Optional.of(read.toByteArray()) : Optional.empty()))
                .exceptionally(HttpErrors::answerTo)
                .thenAccept(answer -> reply.answer(attempt, answer));
    }

    private static void append(ByteBuffer part, ByteArrayOutputStream read) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        read.writeBytes(bytes);
    }

    private URI address() {
        String base = server.base().toString();
        return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) + PATH : base + PATH);
    }

    @Override
    public void close() {
        line.close();
    }
}
