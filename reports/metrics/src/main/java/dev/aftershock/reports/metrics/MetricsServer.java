package dev.aftershock.reports.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Offers meters at {@code /metrics} on loopback, in the OpenMetrics text format; close it to free the port. */
public final class MetricsServer implements AutoCloseable {

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final int BACKLOG = 16;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OutageMeters meters = new OutageMeters(registry);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "aftershock-metrics");
        made.setDaemon(true);
        return made;
    });
    private final HttpServer server;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to offer.
     *
     * @param port of the loopback address; 0 takes a free one
     * @throws IOException when the port is taken
     */
    public static MetricsServer start(int port) throws IOException {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        MetricsServer made = new MetricsServer(HttpServer.create(at, BACKLOG));
        made.server.setExecutor(made.thread);
        made.server.createContext("/metrics", made::offer);
        made.server.start();
        return made;
    }

    /** The meters; hand them to the monitor. */
    public OutageMeters meters() {
        return meters;
    }

    /** Where it is offered. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
    }

    private void offer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean asked = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getPath().equals("/metrics");
            if (!asked) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = registry.scrape(OPEN_METRICS).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", OPEN_METRICS);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
        registry.close();
    }
}
