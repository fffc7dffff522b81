package dev.aftershock.toxiproxy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A server's toxics, through {@link HttpClient}: toxiproxy-java sets one attribute per request, so that a toxic would act
 * with wrong values for a moment, and its answers do not tell "absent" from "failed".
 */
final class ToxicApi {

    private static final int ABSENT = 404;

    private final URI api;
    private final Calls calls;
    private final HttpClient client;

    ToxicApi(URI api, Calls calls, HttpClient client) {
        this.api = api;
        this.calls = calls;
        this.client = client;
    }

    /**
     * A toxic that acts on every connection.
     *
     * @param attributes in milliseconds
     */
    record Toxic(String name, String type, Stream stream, Map<String, Long> attributes) {

        private String json() {
            String values = attributes.entrySet().stream()
                    .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
                    .sorted()
                    .collect(Collectors.joining(","));
            return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"stream\":\"" + stream.word()
                    + "\",\"toxicity\":1.0,\"attributes\":{" + values + "}}";
        }
    }

    /** Adds a toxic with all its values in one request. */
    void add(String proxy, Toxic toxic) throws IOException {
        HttpRequest.Builder request = request(toxics(proxy)).POST(BodyPublishers.ofString(toxic.json()));
        HttpResponse<String> answer = send("adding the toxic '" + toxic.name() + "'", request);
        expect(answer.statusCode() == 200, "adding the toxic '" + toxic.name() + "'", answer);
    }

    /** What the server says of a toxic, on one line; nothing when it has no such toxic or no such proxy. */
    Optional<String> read(String proxy, String toxic) throws IOException {
        String what = "reading the toxic '" + toxic + "'";
        HttpResponse<String> answer = send(what, request(toxics(proxy) + "/" + escaped(toxic)));
        if (answer.statusCode() == ABSENT) {
            return Optional.empty();
        }
        expect(answer.statusCode() == 200, what, answer);
        return Optional.of(oneLine(answer.body()));
    }

    /** Removes a toxic; harmless when it is not there. */
    void remove(String proxy, String toxic) throws IOException {
        String what = "removing the toxic '" + toxic + "'";
        HttpResponse<String> answer =
                send(what, request(toxics(proxy) + "/" + escaped(toxic)).DELETE());
        expect(answer.statusCode() == ABSENT || answer.statusCode() / 100 == 2, what, answer);
    }

    private HttpResponse<String> send(String what, HttpRequest.Builder request) throws IOException {
        HttpRequest built = request.timeout(Calls.BOUND).build();
        return calls.make(what + " on " + api, () -> client.send(built, BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path));
    }

    private void expect(boolean good, String what, HttpResponse<String> answer) throws IOException {
        if (!good) {
            throw new IOException(
                    what + " on " + api + ": status " + answer.statusCode() + ", " + oneLine(answer.body()));
        }
    }

    private static String toxics(String proxy) {
        return "/proxies/" + escaped(proxy) + "/toxics";
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String oneLine(String body) {
        String line = body.replaceAll("\\s+", " ").trim();
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }
}
