package dev.aftershock.guard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** An HTTP API with objects that can be enabled. */
final class ObjectServer implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final AtomicBoolean refusing = new AtomicBoolean();

    ObjectServer() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI disabled(String name) {
        objects.put("/" + name, "{\"enabled\":false}");
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    boolean isEnabled(URI object) {
        return objects.getOrDefault(object.getPath(), "").contains("true");
    }

    void forget(URI object) {
        objects.remove(object.getPath());
    }

    void refuse(boolean now) {
        refusing.set(now);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("POST") && !refusing.get()) {
            objects.computeIfPresent(path, (same, before) -> sent);
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            objects.remove(path);
        }
        String object = objects.get(path);
        byte[] body = String.valueOf(object).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refusing.get() ? 500 : object == null ? 404 : 200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
