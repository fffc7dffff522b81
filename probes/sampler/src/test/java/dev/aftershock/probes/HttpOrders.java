package dev.aftershock.probes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service that keeps orders in memory, and can be told to treat them badly. */
final class HttpOrders implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Map<String, List<String>> stored = new ConcurrentHashMap<>();
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> readStatuses = new ConcurrentLinkedQueue<>();
    private final Queue<HttpExchange> silent = new ConcurrentLinkedQueue<>();
    final Queue<String> keys = new ConcurrentLinkedQueue<>();
    final AtomicInteger reads = new AtomicInteger();

    /** What becomes of one order. */
    enum Fate {
        APPLY,
        APPLY_IN_SILENCE,
        DROP_IN_SILENCE,
        REFUSE,
        APPLY_AND_FAIL,
        APPLY_AND_RESET,
        APPLY_AND_CUT_THE_ANSWER,
        ANSWER_ONLY,
        APPLY_TWICE,
        CORRUPT;

        boolean applies() {
            return this != DROP_IN_SILENCE && this != REFUSE && this != ANSWER_ONLY;
        }
    }

    HttpOrders() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/orders", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                take(exchange);
            } else {
                give(exchange);
            }
        });
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What becomes of the next order; the task runs when it has arrived, before anything else. */
    void next(Fate fate, Runnable onArrival) {
        turns.add(new Turn(fate, 201, onArrival));
    }

    void next(Fate fate) {
        next(fate, () -> {});
    }

    /** The next order is not applied, and answered so. */
    void nextStatus(int status) {
        turns.add(new Turn(Fate.ANSWER_ONLY, status, () -> {}));
    }

    /** The next reads end with these instead of an answer. */
    void nextReads(Integer... statuses) {
        readStatuses.addAll(List.of(statuses));
    }

    void forget(int writer, long seq) {
        stored.keySet().removeIf(id -> id.endsWith("-" + writer + "-" + seq));
    }

    void store(String id, String body) {
        stored.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(body);
    }

    int size() {
        return stored.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        Turn turn = turns.isEmpty() ? new Turn(Fate.APPLY, 201, () -> {}) : turns.remove();
        turn.onArrival.run();
        if (turn.fate.applies()) {
            apply(turn.fate, body);
        }
        switch (turn.fate) {
            case APPLY_IN_SILENCE, DROP_IN_SILENCE -> silent.add(exchange);
            case APPLY_AND_RESET -> exchange.close();
            case APPLY_AND_CUT_THE_ANSWER -> {
                exchange.sendResponseHeaders(201, 100);
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                throw new IOException("cut");
            }
            case REFUSE -> answer(exchange, 422, "");
            case APPLY_AND_FAIL -> answer(exchange, 500, "");
            default -> answer(exchange, turn.status, "");
        }
    }

    private void apply(Fate fate, String body) {
        Matcher id = ID.matcher(body);
        if (!id.find()) {
            throw new IllegalStateException("no id in " + body);
        }
        store(id.group(1), fate == Fate.CORRUPT ? body.replaceFirst("payload\":\".", "payload\":\"!") : body);
        if (fate == Fate.APPLY_TWICE) {
            store(id.group(1), body);
        }
    }

    private void give(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<String> found = stored.getOrDefault(path.substring(path.lastIndexOf('/') + 1), List.of());
        Integer status = readStatuses.poll();
        if (status != null) {
            answer(exchange, status, "");
        } else if (found.isEmpty()) {
            answer(exchange, 404, "");
        } else {
            answer(exchange, 200, found.size() == 1 ? found.get(0) : found.toString());
        }
        reads.incrementAndGet();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("X-Node", "node-" + status);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        silent.forEach(HttpExchange::close);
        server.stop(0);
        threads.shutdownNow();
    }

    private record Turn(Fate fate, int status, Runnable onArrival) {}
}
