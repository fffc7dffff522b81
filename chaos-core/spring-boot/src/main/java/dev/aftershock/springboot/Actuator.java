package dev.aftershock.springboot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.engine.Calls;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The endpoint of Chaos Monkey for Spring Boot. Thread-safe.
 *
 * @param login a file with the value of the header {@code Authorization}
 */
record Actuator(URI endpoint, Optional<Path> login, HttpClient client, Calls calls) {

    /** The last part of the path that begins those assaults that are none on requests. */
    static final String ATTACK = "assaults/runtime/attack";

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration END_WITHIN = Duration.ofSeconds(4);
    private static final Duration PROMPT = Duration.ofMillis(300);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int OK = 200;
    private static final int FIRST_FAILURE = 300;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether a call was answered well, and what was answered. */
    private record Answer(int status, String body) {
        static Answer of(HttpResponse<String> response) {
            return new Answer(response.statusCode(), response.body());
        }
    }

    /**
     * What it is set to: the members {@code chaosMonkeyProperties}, {@code assaultProperties} and {@code watcherProperties}.
     *
     * @throws InvalidInputException when nobody answers there, or not as Chaos Monkey does
     * @throws IOException when there is no answer in time
     */
    JsonNode settings() throws IOException {
        Answer answer = send("GET", endpoint, "");
        switch (answer.status()) {
            case OK -> {
                return parsed(answer.body());
            }
            case UNAUTHORIZED, FORBIDDEN ->
                throw InvalidInputException.of(
                        endpoint + " answers " + answer.status() + ": it asks for a login"
                                + login.map(file -> ", and that in " + file + " is none")
                                        .orElse(""),
                        "'login', a file with the value of the header Authorization");
            case NOT_FOUND ->
                throw InvalidInputException.of(
                        endpoint + " answers 404: there is no Chaos Monkey, or it is not exposed",
                        "the profile 'chaos-monkey', management.endpoints.web.exposure.include=chaosmonkey and"
                                + " management.endpoint.chaosmonkey.access=unrestricted");
            default -> throw new IOException("GET " + endpoint + " was answered " + answer.status());
        }
    }

    /** Whether it assaults, by what it is set to; {@code unknown} where that does not tell. */
    static boolean isEnabled(JsonNode settings, boolean unknown) {
        return settings.path("chaosMonkeyProperties").path("enabled").asBoolean(unknown);
    }

    private JsonNode parsed(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read.path("assaultProperties").isObject()
                    && read.path("watcherProperties").isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            // Told below, as any other answer that is not the right one.
        }
        throw InvalidInputException.of(
                endpoint + " answers, but not as Chaos Monkey for Spring Boot does", "its endpoint, .../chaosmonkey");
    }

    /**
     * Sets something.
     *
     * @param what the last part of the path
     * @param body JSON; empty for none
     * @throws IOException when it was refused, or it is unknown whether it was set
     */
    void post(String what, String body) throws IOException {
        URI at = URI.create(endpoint + "/" + what);
        refuseFailure(at, send("POST", at, body));
    }

    private static void refuseFailure(URI at, Answer answer) throws IOException {
        if (answer.status() >= FIRST_FAILURE) {
            throw new IOException("POST " + at + " was answered " + answer.status() + " "
                    + answer.body().lines().findFirst().orElse(""));
        }
    }

    /**
     * Begins what is answered only when it is over.
     *
     * @param what the last part of the path
     * @throws IOException when it was refused at once, or it is unknown whether it was begun
     */
    void begin(String what) throws IOException {
        URI at = URI.create(endpoint + "/" + what);
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request("POST", at, ""), HttpResponse.BodyHandlers.ofString());
        refuseFailure(at, calls.make("POST " + at, () -> {
            try {
                return Answer.of(answer.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException goesOn) {
                return new Answer(OK, "");
            }
        }));
    }

    /**
     * What a metric of the application is, as the endpoint of metrics beside this one tells.
     *
     * @param name with the tags that it is asked for
     * @throws InvalidInputException when it is not exposed, or there is none of this name
     * @throws IOException when there is no answer in time
     */
    double metric(String name) throws IOException {
        URI at = endpoint.resolve("metrics/" + name);
        Answer answer = send("GET", at, "");
        double value = answer.status() == OK
                ? JSON.readTree(answer.body())
                        .path("measurements")
                        .path(0)
                        .path("value")
                        .asDouble(Double.NaN)
                : Double.NaN;
        if (Double.isNaN(value)) {
            throw InvalidInputException.of(
                    "GET " + at + " was answered " + answer.status() + ", and tells nothing",
                    "an application that shows its metrics: management.endpoints.web.exposure.include=chaosmonkey,metrics");
        }
        return value;
    }

    /**
     * Whether nobody listens there any more, or another application without Chaos Monkey. Only on this machine: elsewhere whatever is
     * in between may refuse, and the assault goes on behind it.
     */
    boolean isGone() throws IOException {
        return address().isLoopbackAddress()
                && (refuses() || send("GET", endpoint, "").status() == NOT_FOUND);
    }

    /** Whether nobody listens there, as seen from here. */
    boolean refuses() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(), port()), (int) BOUND.toMillis());
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    /**
     * Waits until nobody listens there.
     *
     * @throws IOException when somebody still does four seconds later
     */
    void awaitRefusal() throws IOException {
        boolean refused = calls.make("waiting for the end of " + endpoint, () -> {
            MonotonicClock clock = MonotonicClock.startingNow();
            while (!refuses() && clock.nanos() < END_WITHIN.toNanos()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return refuses();
        });
        if (!refused) {
            throw new IOException(endpoint + " still listens " + END_WITHIN.toSeconds() + " s after it was to end");
        }
    }

    /**
     * The same text for all spellings of its address: localhost is any address that only this machine has.
     *
     * @throws IOException when its host is unknown
     */
    String place() throws IOException {
        InetAddress address = address();
        String host = address.isLoopbackAddress() ? "localhost" : address.getHostAddress();
        return host + ":" + port() + endpoint.normalize().getPath();
    }

    /** Whether it is this very process that listens there. */
    boolean isOurs() throws IOException {
        boolean here = address().isLoopbackAddress() || NetworkInterface.getByInetAddress(address()) != null;
        return here && OwnPorts.include(port());
    }

    private InetAddress address() throws IOException {
        return InetAddress.getByName(endpoint.getHost());
    }

    private int port() {
        return endpoint.getPort() > 0 ? endpoint.getPort() : "https".equals(endpoint.getScheme()) ? HTTPS : HTTP;
    }

    /**
     * The value of the header.
     *
     * @throws InvalidInputException when the file holds none; what is in it stands in no message
     */
    private static String authorization(Path file) {
        return Login.read(file)
                .orElseThrow(() -> InvalidInputException.of(
                        "'login' is " + file + ", which cannot be read, or is not one line",
                        "a file with the value of the header Authorization"));
    }

    private HttpRequest request(String method, URI at, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .timeout(BOUND)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (login.isPresent()) {
            request.header("Authorization", authorization(login.get()));
        }
        return request.build();
    }

    private Answer send(String method, URI at, String body) throws IOException {
        HttpRequest request = request(method, at, body);
        return calls.make(
                method + " " + at, () -> Answer.of(client.send(request, HttpResponse.BodyHandlers.ofString())));
    }
}
