package dev.aftershock.probes.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe beside a real Prometheus that scrapes a small exporter each second. */
class RealPrometheusIT {

    private static final MonotonicClock CLOCK = MonotonicClock.startingNow();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static Optional<Process> prometheus = Optional.empty();
    private static Optional<HttpServer> exporter = Optional.empty();
    private static URI url = URI.create("http://127.0.0.1:9");

    @BeforeAll
    static void start() throws IOException {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "prometheus")));
        String missing = "no prometheus on the PATH (Debian: apt-get install prometheus)";
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(there, missing);
        long stamp = Instant.now().toEpochMilli();
        String metrics = "stamped_value 7 " + stamp + "\nnan_value NaN\nplain_value{job_of=\"x\"} 3\n";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = metrics.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        exporter = Optional.of(server);
        startPrometheus(server.getAddress().getPort());
    }

    private static void startPrometheus(int scraped) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = URI.create("http://127.0.0.1:" + port);
        Path config = Files.writeString(
                directory.resolve("prometheus.yml"),
                "scrape_configs:\n- job_name: it\n  scrape_interval: 1s\n  static_configs: [{targets: ['127.0.0.1:"
                        + scraped + "']}]\n");
        prometheus = Optional.of(new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        exporter.ifPresent(server -> server.stop(0));
        if (prometheus.isPresent()) {
            prometheus.get().destroy();
            assertThat(prometheus.get().waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void freshValuesAreGoodOnceTheyWereScraped() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("plain_value", "", 3)).isEqualTo(Answer.OK));
        assertThat(ask("sum by (job_of) (plain_value) # of all", "plain_value{job_of=~\"x|y\"}", 3))
                .isEqualTo(Answer.OK);
        assertFails(ask("plain_value", "", 4), "the value of __name__=plain_value", "is 3.0 instead of exactly 4.0");
        assertFails(ask("nan_value", "", 0), "is NaN instead of exactly 0.0");
        assertFails(ask("no_such_value", "", 0), "the result is empty");
        assertFails(ask("vector(1)", "no_such_value", 1), "there is no sample of no_such_value");
    }

    @Test
    void aValueWithATimeOfItsOwnGrowsStaleThoughTheServerStillReturnsIt() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertFails(ask("stamped_value", "", 7), "the oldest sample is", "s old, more than 5.000 s"));
        assertFails(ask("sum(stamped_value)", "stamped_value", 7), "the oldest sample is");
    }

    @Test
    void aWrongQueryFailsInTheServersWords() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("up", "", 1)).isEqualTo(Answer.OK));
        assertFails(ask("sum(up", "up", 1), "status 400, bad_data: ", "parse error");
        assertFails(ask("1", "up", 1), "status 400, bad_data: ", "expected type instant vector");
        assertFails(ask("{__name__=~\"up|nan_value\"}", "", 1), "status 422, execution: ");
    }

    private static Answer ask(String query, String series, double wanted) {
        PrometheusQuery settings = new PrometheusQuery(
                Optional.empty(),
                Optional.of(url),
                query,
                Optional.of(series).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(wanted),
                Duration.ofSeconds(5));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try (PrometheusProbe probe = new PrometheusProbe(settings, () -> url, "test", CLOCK)) {
            long now = CLOCK.nanos();
            Attempt attempt = new Attempt(0, now, now + TimeUnit.SECONDS.toNanos(5), 0);
            probe.attempt(attempt, (which, given) -> answer.complete(given));
            return answer.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static void assertFails(Answer answer, String... parts) {
        assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(answer.detail()).contains(parts);
    }
}
