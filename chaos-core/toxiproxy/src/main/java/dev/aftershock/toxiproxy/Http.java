package dev.aftershock.toxiproxy;

import dev.aftershock.engine.Calls;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Requests to a server's API that toxiproxy-java cannot make, each under the deadline of {@link Calls}. Thread-safe. */
final class Http {

    private static final int ABSENT = 404;
    private static final int LONGEST_SHOWN = 300;

    private final URI api;
    private final Calls calls;
    private final HttpClient client;

    Http(URI api, Calls calls, HttpClient client) {
        this.api = api;
        this.calls = calls;
        this.client = client;
    }

    /** An answer to what was asked, in words. */
    record Answer(String what, int status, String body) {

        boolean isAbsent() {
            return status == ABSENT;
        }

        /**
         * The body, on one line.
         *
         * @throws IOException when the status tells of no success
         */
        String good() throws IOException {
            if (status / 100 != 2) {
                throw new IOException(what + ": status " + status + ", " + oneLine(body));
            }
            return oneLine(body);
        }
    }

    Answer get(String what, String path) throws IOException {
        return send(what, HttpRequest.newBuilder(api.resolve(path)));
    }

    Answer post(String what, String path, String body) throws IOException {
        return send(what, HttpRequest.newBuilder(api.resolve(path)).POST(BodyPublishers.ofString(body)));
    }

    Answer delete(String what, String path) throws IOException {
        return send(what, HttpRequest.newBuilder(api.resolve(path)).DELETE());
    }

    private Answer send(String what, HttpRequest.Builder request) throws IOException {
        String where = what + " on " + api;
        HttpRequest built = request.timeout(Calls.BOUND).build();
        HttpResponse<String> answer = calls.make(where, () -> client.send(built, BodyHandlers.ofString()));
        return new Answer(where, answer.statusCode(), answer.body());
    }

    /** The path of a proxy. */
    static String proxy(String name) {
        return "/proxies/" + escaped(name);
    }

    /** The path of a toxic of a proxy. */
    static String toxic(String proxy, String name) {
        return proxy(proxy) + "/toxics/" + escaped(name);
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String oneLine(String body) {
        String line = body.replaceAll("\\s+", " ").trim();
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }
}
