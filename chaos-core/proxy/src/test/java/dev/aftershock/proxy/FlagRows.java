package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** P61-P63: what a server serves only when it was started for it. */
interface FlagRows extends Rows {

    @Test
    default void p61MetricsAreNotFoundWithoutTheirFlag() {
        assertThat(api().get("/metrics").status()).isEqualTo(404);
    }

    @Test
    default void p61BytesOfClosedConnectionsAreCountedUnderFourLabels() {
        ApiClient server = metricsServer();
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = server.proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("hello");
            }
            for (String what : List.of("received", "sent")) {
                for (String direction : List.of("upstream", "downstream")) {
                    String line = "toxiproxy_proxy_" + what + "_bytes_total{direction=\"" + direction
                            + "\",listener=\"" + proxy.listen() + "\",proxy=\"" + proxy.name() + "\",upstream=\""
                            + upstream.address() + "\"} 5\n";
                    Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(
                                    server.get("/metrics").body())
                            .contains(line));
                }
            }
        } finally {
            server.deleteOwnProxies();
        }
    }

    /** This proxy has no runtime metrics: they describe a Go process. */
    @Test
    default void p62RuntimeMetricsAreThoseOfAGoProcess() {
        Answer metrics = metricsServer().get("/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body().contains("\ngo_goroutines ")).isEqualTo(!embedded());
    }

    @Test
    default void p63NoTokenIsAskedForUnlessOneWasSet() {
        assertThat(api().send("GET", "/version", "", "Authorization", "Bearer whatever")
                        .status())
                .isEqualTo(200);
    }

    /** (v) Since 2.13; a server of 2.12 has no token to ask for. */
    @Test
    default void p63WithATokenEveryRouteAsksForIt() {
        Optional<ApiClient> server = withToken();
        assumeTrue(server.isPresent() || !since213(), "SKIPPED: p63: no server with a token was named");
        server.ifPresent(FlagRows::expectToken);
    }

    private static void expectToken(ApiClient api) {
        List<List<String>> routes = List.of(
                List.of("GET", "/version"),
                List.of("POST", "/reset"),
                List.of("POST", "/populate"),
                List.of("GET", "/proxies"),
                List.of("POST", "/proxies"),
                List.of("DELETE", "/proxies/x"),
                List.of("POST", "/proxies/x/toxics"),
                List.of("PATCH", "/proxies/x/toxics/y"));
        for (List<String> route : routes) {
            Answer refused = api.send(route.get(0), route.get(1), "");
            assertThat(refused.error())
                    .as(route.toString())
                    .isEqualTo(Answer.errorOf(401, "missing or invalid auth token"));
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(api.send(route.get(0), route.get(1), "", "Authorization", "Bearer s3cret")
                            .status())
                    .isNotEqualTo(401);
        }
    }

    private ApiClient metricsServer() {
        Optional<ApiClient> server = withMetrics();
        String missing = "no Toxiproxy with -proxy-metrics -runtime-metrics was named by"
                + " -Daftershock.toxiproxy.metrics or AFTERSHOCK_TOXIPROXY_METRICS";
        if (server.isEmpty()) {
            System.out.println("SKIPPED: P61, P62: " + missing);
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
        }
        assumeTrue(server.isPresent(), missing);
        return server.orElseThrow();
    }
}
