package dev.aftershock.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare client of the API: what is asserted about it is bytes, so it must not help. */
final class ApiClient {
    private static final Pattern LISTEN = Pattern.compile("\"listen\":\"[^\"]*:(\\d+)\"");

    private final URI api;
    private final AtomicLong names = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    ApiClient(URI api) {
        this.api = api;
    }

    URI api() {
        return api;
    }

    String freshName() {
        return "case-" + names.incrementAndGet();
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, String body) {
        return send("POST", path, body);
    }

    Answer patch(String path, String body) {
        return send("PATCH", path, body);
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(Duration.ofSeconds(5))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Creates an enabled proxy on a free port and returns it. */
    MadeProxy proxy(String upstream) {
        String name = freshName();
        Answer made = post("/proxies", proxyBody(name, "127.0.0.1:0", upstream));
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        return new MadeProxy(this, name, port(made.body()));
    }

    static String proxyBody(String name, String listen, String upstream) {
        return "{\"name\":\"" + name + "\",\"listen\":\"" + listen + "\",\"upstream\":\"" + upstream + "\"}";
    }

    static int port(String proxyJson) {
        Matcher matcher = LISTEN.matcher(proxyJson);
        if (!matcher.find()) {
            throw new IllegalStateException("no listen port in " + proxyJson);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Deletes every proxy whose name starts with {@code case-}. */
    void deleteOwnProxies() {
        Matcher matcher =
                Pattern.compile("\"(case-[^\"]*)\":\\{").matcher(get("/proxies").body());
        while (matcher.find()) {
            String name =
                    URLEncoder.encode(matcher.group(1), StandardCharsets.UTF_8).replace("+", "%20");
            delete("/proxies/" + name);
        }
    }
}
