package dev.aftershock.reports.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outage.Severity;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

    private static final long MS = 1_000_000;

    private final MetricsServer server = started();

    private static MetricsServer started() {
        try {
            return MetricsServer.start(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void anOutageIsOfferedWithItsBracket() throws Exception {
        Bracket length = new Bracket(490 * MS, 500 * MS, 510 * MS);
        Optional<Moment> end = Optional.of(new Moment(500 * MS, 510 * MS));
        server.meters()
                .outage(
                        "orders",
                        new Outage(Severity.BLACKOUT, new Moment(0, 10), end, length, 50, false, false),
                        Instant.EPOCH);

        assertThat(get("/metrics").body())
                .contains("aftershock_outages_total{kind=\"blackout\",probe=\"orders\"} 1.0")
                .contains("aftershock_downtime_sum{kind=\"blackout\",probe=\"orders\"} 0.5")
                .contains("aftershock_downtime_last{bound=\"low\",kind=\"blackout\",probe=\"orders\"} 0.49")
                .contains("aftershock_downtime_last{bound=\"high\",kind=\"blackout\",probe=\"orders\"} 0.51")
                .endsWith("# EOF\n");
    }

    @Test
    void aProbeIsUpOrDownByItsLastAnswerAndUnsentAttemptsSayNothing() throws Exception {
        server.meters().samples("orders", List.of(new Sample(0, 0, 2 * MS, Outcome.OK)));
        assertThat(get("/metrics").body()).contains("aftershock_probe_up{probe=\"orders\"} 1.0");
        server.meters()
                .samples(
                        "orders",
                        List.of(
                                new Sample(10 * MS, 10 * MS, 12 * MS, Outcome.TIMEOUT, "late"),
                                new Sample(20 * MS, 20 * MS, 20 * MS, Outcome.NOT_SENT, "busy")));
        assertThat(get("/metrics").body())
                .contains("aftershock_probe_up{probe=\"orders\"} 0.0")
                .contains("aftershock_samples_total{outcome=\"not-sent\",probe=\"orders\"} 1.0")
                .contains("aftershock_latency_seconds_count{probe=\"orders\"} 1");
    }

    @Test
    void nothingElseIsOffered() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
        assertThat(get("/metrics").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(server.url()).resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
