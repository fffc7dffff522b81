package dev.aftershock.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small service in a region: {@code PUT /orders/ID} keeps an order, {@code GET /orders/ID} returns it, {@code GET /orders/} tells the ids of
 * all, {@code GET /health} says whether it could. Orders live in PostgreSQL; while that is away, the service says 503 within the time
 * that its clients are promised. Every answer names the region.
 */
public final class OrdersService implements AutoCloseable {

    private static final int WORKERS = 16;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private final String region;
    private volatile Optional<OrdersTable> orders = Optional.empty();

    /** A service on a free port of loopback, which says 503 until it {@link #serve serves}. */
    public OrdersService(String region) throws IOException {
        this.region = region;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/orders/", this::order);
        server.createContext("/health", exchange -> answer(exchange, isHealthy() ? 200 : 503, ""));
        server.start();
    }

    /** From now on it keeps orders there. */
    public void serve(OrdersTable table) {
        orders = Optional.of(table);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private boolean isHealthy() {
        return orders.filter(OrdersTable::isReachable).isPresent();
    }

    /** Where an order is kept. */
    public URI order(String id) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders/" + id);
    }

    /** Whether the service could do its work. */
    public URI health() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health");
    }

    private void order(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/orders/".length());
        try {
            OrdersTable table = orders.orElseThrow(() -> new SQLException("it was not told which"));
            if (exchange.getRequestMethod().equals("PUT")) {
                table.put(id, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                answer(exchange, 201, "");
            } else if (id.isEmpty()) {
                answer(exchange, 200, String.join("\n", table.ids()));
            } else {
                String found = table.get(id);
                answer(exchange, found.isEmpty() ? 404 : 200, found);
            }
        } catch (SQLException e) {
            answer(exchange, 503, "the database is away: " + e.getMessage());
        }
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Served-By", region);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (exchange) {
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
