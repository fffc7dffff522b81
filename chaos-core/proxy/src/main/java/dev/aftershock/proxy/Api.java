package dev.aftershock.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The HTTP API: routes, status codes and bodies as Toxiproxy 2.12 has them. */
final class Api implements HttpHandler {

    static final String VERSION = "2.12.0";

    private static final int LARGEST_BODY = 1 << 20;
    private static final Set<String> UPDATE = Set.of("POST", "PATCH");

    private final Proxies proxies;

    Api(Proxies proxies) {
        this.proxies = proxies;
    }

    /** An answer; an empty content type means an empty body. */
    private record Answer(int status, String contentType, String body) {

        static final Answer NO_CONTENT = new Answer(204, "", "");

        static Answer json(int status, JsonNode body) {
            return new Answer(status, "application/json", body.toString());
        }

        static Answer error(int status, String message) {
            String body = Json.object().put("error", message).put("status", status) + "\n";
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = refusal(exchange).orElseGet(() -> answer(exchange));
            if (answer.contentType().startsWith("text/plain")) {
                exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            }
            if (!answer.contentType().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** A browser, or a page in one, must not be able to drive the proxy; no client of Toxiproxy looks like that. */
    private static Optional<Answer> refusal(HttpExchange exchange) {
        String agent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent"))
                .orElse("");
        if (agent.startsWith("Mozilla/")) {
            return Optional.of(new Answer(403, "text/plain; charset=utf-8", "User agent not allowed\n"));
        }
        if (exchange.getRequestHeaders().containsKey("Origin") || !loopback(exchange)) {
            return Optional.of(Answer.error(403, "only clients on this machine may use the API"));
        }
        return Optional.empty();
    }

    private static boolean loopback(HttpExchange exchange) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("localhost");
        String name = host.replaceAll(":\\d+$", "");
        InetSocketAddress local = exchange.getLocalAddress();
        return name.equalsIgnoreCase("localhost")
                || name.equals("[::1]")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || name.equals(local.getAddress().getHostAddress());
    }

    private Answer answer(HttpExchange exchange) {
        try {
            List<String> path = path(exchange.getRequestURI().getRawPath());
            Optional<Answer> answer = route(exchange, path);
            answer.ifPresent(matched -> exchange.getResponseHeaders()
                    .set("X-Toxiproxy-Request-Id", UUID.randomUUID().toString()));
            return answer.orElseGet(() -> Routes.known(path)
                    ? new Answer(405, "", "")
                    : new Answer(404, "text/plain; charset=utf-8", "404 page not found\n"));
        } catch (ApiException e) {
            exchange.getResponseHeaders()
                    .set("X-Toxiproxy-Request-Id", UUID.randomUUID().toString());
            return Answer.error(e.status(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Answer.error(400, "bad request body: " + e.getMessage());
        }
    }

    private static List<String> path(String raw) {
        List<String> path = new ArrayList<>();
        for (String part : raw.substring(1).split("/", -1)) {
            path.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return path;
    }

    private Optional<Answer> route(HttpExchange exchange, List<String> path) throws IOException {
        String verb = exchange.getRequestMethod();
        return switch (path.size() + " " + path.get(0)) {
            case "1 version" -> verb.equals("GET") ? Optional.of(version()) : Optional.empty();
            case "1 reset" -> verb.equals("POST") ? Optional.of(reset()) : Optional.empty();
            case "1 proxies" -> all(exchange, verb);
            case "2 proxies" -> one(exchange, verb, path.get(1));
            case "3 proxies" -> path.get(2).equals("toxics") ? toxics(exchange, verb, path.get(1)) : Optional.empty();
            case "4 proxies" ->
                path.get(2).equals("toxics") ? toxic(exchange, verb, path.get(1), path.get(3)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Answer version() {
        return new Answer(200, "application/json;charset=utf-8", "{\"version\": \"" + VERSION + "\"}\n");
    }

    private Answer reset() {
        proxies.reset();
        return Answer.NO_CONTENT;
    }

    private Optional<Answer> all(HttpExchange exchange, String verb) throws IOException {
        return switch (verb) {
            case "GET" -> Optional.of(Answer.json(200, proxies.list()));
            case "POST" -> Optional.of(Answer.json(201, proxies.create(body(exchange))));
            default -> Optional.empty();
        };
    }

    private Optional<Answer> one(HttpExchange exchange, String verb, String name) throws IOException {
        if (UPDATE.contains(verb)) {
            return Optional.of(Answer.json(200, proxies.update(name, body(exchange))));
        }
        if (verb.equals("DELETE")) {
            proxies.delete(name);
            return Optional.of(Answer.NO_CONTENT);
        }
        return verb.equals("GET") ? Optional.of(Answer.json(200, proxies.show(name))) : Optional.empty();
    }

    private Optional<Answer> toxics(HttpExchange exchange, String verb, String name) throws IOException {
        return switch (verb) {
            case "GET" -> Optional.of(Answer.json(200, proxies.toxics(name)));
            case "POST" -> Optional.of(Answer.json(200, proxies.addToxic(name, body(exchange))));
            default -> Optional.empty();
        };
    }

    private Optional<Answer> toxic(HttpExchange exchange, String verb, String name, String toxic) throws IOException {
        if (UPDATE.contains(verb)) {
            return Optional.of(Answer.json(200, proxies.updateToxic(name, toxic, body(exchange))));
        }
        if (verb.equals("DELETE")) {
            proxies.removeToxic(name, toxic);
            return Optional.of(Answer.NO_CONTENT);
        }
        return verb.equals("GET") ? Optional.of(Answer.json(200, proxies.toxic(name, toxic))) : Optional.empty();
    }

    private static Fields body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new ApiException(400, "bad request body: larger than 1 MiB");
        }
        return Fields.read(bytes);
    }
}
