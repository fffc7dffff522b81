package dev.aftershock.probes.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.HttpLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The probe beside a server that speaks JSON as the documentation of Prometheus' HTTP API shows it. */
class PrometheusProbeTest {

    private static final double NOW = 1435781451.781;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> kept = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        kept.forEach(HttpExchange::close);
        server.stop(0);
    }

    @Test
    void freshValuesWithinTheBoundsAreGood() {
        assertGood(atLeast(1), vector(value("a", "1"), value("b", "2.5e3"), time(9.9)));
        assertGood(atMost(0), vector(value("a", "0"), value("b", "-Inf"), time(0)));
        assertGood(atLeast(1), vector(value("a", "+Inf"), time(0)));
        assertGood(between(1, 2), vector(value("a", "1"), value("b", "2"), time(0)));
        assertGood(exactly(3), vector(value("a", "3"), time(0)));
    }

    @Test
    void oneValueOutOfBoundsFailsAndIsNamed() {
        assertFails(
                atLeast(1),
                vector(value("a", "1"), value("b", "0"), time(0)),
                "the value of __name__=up,job=b is 0.0 instead of at least 1.0");
        assertFails(between(1, 2), vector(value("a", "3"), time(0)), "is 3.0 instead of at least 1.0 and at most 2.0");
        assertFails(exactly(1), vector(value("a", "1.5"), time(0)), "is 1.5 instead of exactly 1.0");
        assertFails(atMost(0), vector(value("a", "+Inf"), time(0)), "is Infinity instead of at most 0.0");
    }

    @Test
    void nanFails() {
        for (PrometheusQuery settings : List.of(atLeast(0), atMost(0), exactly(0), between(0, 1))) {
            assertFails(settings, vector(value("a", "NaN"), time(0)), "is NaN instead of");
        }
    }

    @Test
    void anEmptyResultFails() {
        assertFails(atLeast(0), vector(), "the result is empty");
        assertFails(atLeast(0), vector(time(0)), "the result is empty");
    }

    @Test
    void samplesThatAreTooOldFailByTheServersClockAlone() {
        assertGood(atLeast(0), vector(value("a", "1"), time(10)));
        assertFails(
                atLeast(0),
                vector(value("a", "1"), time(10.5)),
                "the oldest sample is 10.500 s old, more than 10.000 s");
    }

    @Test
    void valuesWhoseAgeNobodyKnowsFail() {
        assertFails(atLeast(0), vector(value("a", "1")), "there is no sample of up");
        assertFails(
                atLeast(0), vector(value("a", "1"), element("\"aftershock\":\"time\"", "NaN")), "the oldest sample");
    }

    @Test
    void anErrorOfTheServerIsReportedInItsWords() {
        respond(422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"vector cannot\\nbe\"}");
        assertFails(atLeast(0), "status 422, execution: vector cannot be");
        respond(503, "upstream connect error");
        assertFails(atLeast(0), "status 503 instead of 200");
        respond(500, "");
        assertFails(atLeast(0), "status 500 instead of 200");
    }

    @Test
    void aWarningFailsSinceTheResultMayBeIncomplete() {
        respond(200, vector(value("a", "1"), time(0)).replace("\"data\"", "\"warnings\":[\"store gone\"],\"data\""));
        assertFails(atLeast(0), "the result may be incomplete: store gone");
        respond(200, vector(value("a", "1"), time(0)).replace("\"data\"", "\"infos\":[\"no counter\"],\"data\""));
        assertThat(ask(atLeast(0), 5_000)).isEqualTo(Answer.OK);
    }

    @Test
    void answersThatAreNotThoseOfPrometheusFail() {
        for (String body : List.of("", "[]", "{", "7", "null", "{\"status\":\"success\"}", "<html>")) {
            respond(200, body);
            assertFails(atLeast(0), "");
        }
        assertFails(atLeast(0), vector(element("", "one")), "malformed: 'one' is no number");
        assertFails(atLeast(0), vector("{\"metric\":{},\"value\":[1]}"), "malformed: an element without time");
        assertFails(
                atLeast(0), vector("{\"metric\":{},\"value\":[\"1\",\"1\"]}"), "malformed: an element without time");
        assertFails(atLeast(0), vector("{\"metric\":{},\"histogram\":[1,{}]}"), "a native histogram");
        assertFails(atLeast(0), vector().replace("vector", "matrix"), "malformed: no vector");
        assertFails(atLeast(0), "[".repeat(100_000), "");
    }

    @Test
    void anAnswerOfMoreThanOneMebibyteFails() {
        String padding = " ".repeat(HttpLine.MOST_BYTES);
        respond(200, vector(value("a", "1"), time(0)) + padding);
        assertFails(atLeast(0), "the answer is longer than 1048576 bytes");
        String fits = vector(value("a", "1"), time(0));
        respond(200, fits + padding.substring(fits.length()));
        assertThat(ask(atLeast(0), 5_000)).isEqualTo(Answer.OK);
    }

    @Test
    void redirectsAreNotFollowed() {
        server.createContext("/api/v1/query", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            send(exchange, 302, "");
        });
        server.createContext("/elsewhere", exchange -> send(exchange, 200, vector(value("a", "1"), time(0))));
        assertFails(atLeast(0), "status 302 instead of 200");
    }

    @Test
    void aServerThatStopsInTheMiddleOfItsAnswerTimesOut() {
        server.createContext("/api/v1/query", exchange -> {
            kept.add(exchange);
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        assertThat(ask(atLeast(0), 300).outcome()).isEqualTo(Outcome.TIMEOUT);
    }

    @Test
    void valuesAndTimesAreAskedForAtOnceEvenBehindAComment() throws Exception {
        respond(200, vector(value("a", "1"), time(0)));
        PrometheusQuery settings = settings("sum(up) # all & more", "up{job=\"db\"}", Map.of("equals", 1.0));
        assertThat(ask(settings, 5_000)).isEqualTo(Answer.OK);
        assertThat(bodies).singleElement().satisfies(body -> assertThat(body).startsWith("query="));
        assertThat(URLDecoder.decode(bodies.get(0).substring(6), StandardCharsets.UTF_8))
                .isEqualTo(
                        "label_replace(\nsum(up) # all & more\n, \"aftershock\", \"value\", \"\", \"\")"
                                + " or label_replace(min(timestamp(\nup{job=\"db\"}\n)), \"aftershock\", \"time\", \"\", \"\")");
    }

    @Test
    void aClosedProbeSaysNothingOfTheSystem() {
        PrometheusProbe probe = probe(atLeast(0));
        probe.close();
        assertThat(answer(probe, 100).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    private void assertGood(PrometheusQuery settings, String body) {
        respond(200, body);
        assertThat(ask(settings, 5_000)).isEqualTo(Answer.OK);
    }

    private void assertFails(PrometheusQuery settings, String body, String why) {
        respond(200, body);
        assertFails(settings, why);
    }

    private void assertFails(PrometheusQuery settings, String why) {
        Answer answer = ask(settings, 5_000);
        assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(answer.detail()).contains(why).doesNotContain("\n").isNotBlank();
    }

    private Answer ask(PrometheusQuery settings, long millis) {
        try (PrometheusProbe probe = probe(settings)) {
            return answer(probe, millis);
        }
    }

    private PrometheusProbe probe(PrometheusQuery settings) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new PrometheusProbe(settings, () -> base, "test", clock);
    }

    private Answer answer(PrometheusProbe probe, long millis) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long now = clock.nanos();
        Attempt attempt = new Attempt(0, now, now + TimeUnit.MILLISECONDS.toNanos(millis), 0);
        probe.attempt(attempt, (which, given) -> answer.complete(given));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void respond(int status, String body) {
        try {
            server.removeContext("/api/v1/query");
        } catch (IllegalArgumentException e) {
            bodies.clear();
        }
        server.createContext("/api/v1/query", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            send(exchange, status, body);
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String vector(String... elements) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + String.join(",", elements)
                + "]}}";
    }

    private static String value(String job, String value) {
        return element("\"__name__\":\"up\",\"aftershock\":\"value\",\"job\":\"" + job + "\"", value);
    }

    private static String time(double age) {
        return element("\"aftershock\":\"time\"", String.format(Locale.ROOT, "%.3f", NOW - age));
    }

    private static String element(String labels, String value) {
        return "{\"metric\":{" + labels + "},\"value\":[1435781451.781,\"" + value + "\"]}";
    }

    private static PrometheusQuery atLeast(double value) {
        return settings("up", "", Map.of("at-least", value));
    }

    private static PrometheusQuery atMost(double value) {
        return settings("up", "", Map.of("at-most", value));
    }

    private static PrometheusQuery between(double low, double high) {
        return settings("up", "", Map.of("at-least", low, "at-most", high));
    }

    private static PrometheusQuery exactly(double value) {
        return settings("up", "", Map.of("equals", value));
    }

    private static PrometheusQuery settings(String query, String series, Map<String, Double> bounds) {
        return new PrometheusQuery(
                Optional.of("metrics"),
                Optional.empty(),
                query,
                Optional.of(series).filter(text -> !text.isEmpty()),
                Optional.ofNullable(bounds.get("at-least")),
                Optional.ofNullable(bounds.get("at-most")),
                Optional.ofNullable(bounds.get("equals")),
                Duration.ofSeconds(10));
    }
}
