package dev.aftershock.probes.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays the errors of an API server that a real one cannot be asked for; objects are what the test says. */
final class PlayedApi implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, KubernetesResource> objects = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> ignored = new CopyOnWriteArrayList<>();
    final AtomicInteger lists = new AtomicInteger();
    private volatile boolean silent;

    PlayedApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What a path answers from now on. */
    PlayedApi with(String path, KubernetesResource object) {
        objects.put(path, object);
        return this;
    }

    /** Refuses a verb, {@code get}, {@code watch} or both as {@code *}, with that status from now on; 0 for no more. */
    PlayedApi refuse(String verb, int status) {
        refused.put(verb, status);
        return this;
    }

    /** From now on takes requests and answers none. */
    void fallSilent() {
        silent = true;
    }

    int watches() {
        return watches.size();
    }

    /** Tells an event to whoever watches. */
    void tell(String type, KubernetesResource object) throws IOException {
        String line = "{\"type\":\"" + type + "\",\"object\":"
                + Serialization.asJson(object).replace("\n", "") + "}\n";
        for (HttpExchange watch : watches) {
            watch.getResponseBody().write(line.getBytes(StandardCharsets.UTF_8));
            watch.getResponseBody().flush();
        }
    }

    /** Ends every watch. */
    void cut() {
        watches.forEach(HttpExchange::close);
        watches.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean watching = String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true");
        if (silent) {
            ignored.add(exchange);
            return;
        }
        int status = refused.getOrDefault(watching ? "watch" : "get", 0);
        if (status > 0) {
            send(
                    exchange,
                    status,
                    new StatusBuilder().withCode(status).withMessage("played").build());
        } else if (!watching) {
            lists.incrementAndGet();
            Optional<KubernetesResource> found =
                    Optional.ofNullable(objects.get(exchange.getRequestURI().getPath()));
            send(exchange, found.isPresent() ? 200 : 404, found.orElseGet(() -> new StatusBuilder()
                    .withCode(404)
                    .withMessage("not found")
                    .build()));
        } else if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            // What says 200 to this speaks no WebSocket, and is asked for a plain stream.
            send(exchange, 200, new StatusBuilder().build());
        } else {
            exchange.sendResponseHeaders(200, 0);
            watches.add(exchange);
        }
    }

    private static void send(HttpExchange exchange, int status, KubernetesResource object) throws IOException {
        byte[] body = Serialization.asJson(object).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** A kubeconfig of it, with a secret in it. */
    Path kubeconfig(Path directory) throws IOException {
        return kubeconfig(directory, "http://127.0.0.1:" + server.getAddress().getPort());
    }

    static Path kubeconfig(Path directory, String address) throws IOException {
        return Files.writeString(
                directory.resolve("kubeconfig-" + address.replaceAll("\\W", "-")),
                "apiVersion: v1\nkind: Config\ncurrent-context: played\n"
                        + "contexts: [{name: played, context: {cluster: played, user: somebody}}]\n"
                        + "clusters: [{name: played, cluster: {server: '" + address + "'}}]\n"
                        + "users: [{name: somebody, user: {token: not-to-be-told}}]\n");
    }

    @Override
    public void close() {
        cut();
        ignored.forEach(HttpExchange::close);
        server.stop(0);
        threads.shutdownNow();
    }
}
