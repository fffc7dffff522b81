package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that know HTTP, between a real client and a real server. */
class HttpToxicTest extends EmbeddedServer {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer upstream;
    private MadeProxy proxy;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.length);
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes());
            exchange.close();
        });
        upstream.start();
        proxy = api().proxy("127.0.0.1:" + upstream.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
    }

    private HttpResponse<String> send(String method, String path, int bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + proxy.listen() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, bytes == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void aMatchingRequestIsAnsweredAndNeverReachesTheUpstream() throws Exception {
        proxy.toxic("http", "upstream", "\"method\":\"POST\",\"path\":\"/orders\",\"status\":503");
        assertThat(send("GET", "/orders", 0).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send("POST", "/orders/7", 3_000);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).isEqualTo("503 by toxic http_upstream\n");
        assertThat(send("POST", "/carts", 5).statusCode()).isEqualTo(200);
        assertThat(seen).containsExactly("GET /orders 0", "POST /carts 5");
        ToxicEvidence evidence = server().evidence(proxy.name(), "http_upstream");
        assertThat(evidence.dropped().bytes()).isGreaterThan(3_000);
        assertThat(server().connections(proxy.name()))
                .as("one connection went on all the while")
                .hasSize(1);
    }

    @Test
    void eachThirdIsStruckAndNoOther() throws Exception {
        proxy.toxic("http", "upstream", "\"every\":3,\"status\":429");
        List<Integer> answers = IntStream.range(0, 7)
                .mapToObj(i -> Peer.unchecked(() -> status("/" + i)))
                .toList();
        assertThat(answers).containsExactly(200, 200, 429, 200, 200, 429, 200);
    }

    private int status(String path) throws IOException {
        try {
            return send("GET", path, 0).statusCode();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void aRequestIsDelayedAndItsBodyWithIt() throws Exception {
        proxy.toxic("http", "upstream", "\"path\":\"/slow\",\"delay_ms\":400");
        assertThat(send("GET", "/fast", 0).body()).isEqualTo("ok");
        long start = Nanos.now();
        assertThat(send("POST", "/slow", 100_000).body()).isEqualTo("ok");
        assertThat(Nanos.now() - start).isGreaterThanOrEqualTo(400_000_000L);
        assertThat(seen).containsExactly("GET /fast 0", "POST /slow 100000");
    }

    @Test
    void removalSendsADelayedRequestAtOnce() throws Exception {
        proxy.toxic("http", "upstream", "\"delay_ms\":3600000");
        var answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://" + proxy.listen() + "/"))
                        .build(),
                BodyHandlers.ofString());
        Awaitility.await()
                .until(() -> server().evidence(proxy.name(), "http_upstream")
                                .delayed()
                                .chunks()
                        > 0);
        proxy.remove("http_upstream");
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("ok");
    }

    @Test
    void aRequestIsAbortedWithItsConnection() throws Exception {
        proxy.toxic("http", "upstream", "\"method\":\"PUT\",\"abort\":1");
        assertThat(send("GET", "/", 0).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> send("PUT", "/", 10)).isInstanceOf(IOException.class);
        assertThat(seen).containsExactly("GET / 0");
        assertThat(server().evidence(proxy.name(), "http_upstream").reset()).isPositive();
    }

    @Test
    void pipelinedRequestsAreLeftAloneSoThatAnswersStayInOrder() {
        proxy.toxic("http", "upstream", "\"path\":\"/b\",\"status\":503");
        try (Peer raw = proxy.connect()) {
            raw.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
            String answers = new String(raw.receiveUntilQuiet(1_000));
            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            raw.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(new String(raw.receiveUntilQuiet(1_000))).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
        }
    }

    @Test
    void turnedOffAndOnAgainItKnowsWhereRequestsBegin() {
        proxy.toxic("http", "upstream", "\"status\":503");
        try (Peer raw = proxy.connect()) {
            assertThat(answer(raw, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n")).contains("503 by toxic");
            turn(0);
            assertThat(answer(raw, "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nGE"))
                    .contains("200 OK");
            raw.send("PUT /c HTTP/1.1\r\nHo");
            assertThat(raw.isSilentFor(200)).isTrue();
            turn(1);
            assertThat(answer(raw, "st: x\r\nContent-Length: 1\r\n\r\n1"))
                    .as("the beginning was on its way")
                    .contains("200 OK");
            assertThat(answer(raw, "GET /d HTTP/1.1\r\nHost: x\r\n\r\n")).contains("503 by toxic");
        }
        assertThat(seen).containsExactly("POST /b 2", "PUT /c 1");
    }

    private void turn(int toxicity) {
        assertThat(api().patch(proxy.path() + "/toxics/http_upstream", "{\"toxicity\":" + toxicity + "}")
                        .status())
                .isEqualTo(200);
    }

    private static String answer(Peer raw, String request) {
        return new String(raw.send(request).receiveUntilQuiet(500));
    }

    @Test
    void otherProtocolsPassUntouched() {
        try (Upstream echo = Upstream.echo()) {
            MadeProxy other = api().proxy(echo.address());
            other.toxic("http", "upstream", "\"status\":503");
            try (Peer raw = other.connect()) {
                assertThat(raw.echoNanos("\u0000\u0001 not http \r\n\r\n")).isPositive();
                assertThat(raw.echoNanos("GET / HTTP/1.1\r\n\r\n"))
                        .as("nor what follows")
                        .isPositive();
            }
        }
    }

    @Test
    void aConnectionInTheMiddleOfASwallowedRequestEndsWithTheToxic() {
        proxy.toxic("http", "upstream", "\"status\":503");
        try (Peer raw = proxy.connect()) {
            raw.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
            assertThat(new String(raw.receiveUntilQuiet(500))).startsWith("HTTP/1.1 503");
            proxy.remove("http_upstream");
            assertThat(raw.stateWithin(5_000)).isNotEqualTo(Peer.State.OPEN);
        }
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "downstream | \"status\":503 | stream is downstream; expected upstream, the way that requests go",
                "upstream | \"path\":\"/\" | 0 of the attributes status, delay_ms and abort are given; expected one",
                "upstream | \"status\":503,\"abort\":1 | 2 of the attributes status, delay_ms and abort are given; expected one",
                "upstream | \"status\":101 | attribute status is 101; expected 200 to 599",
            })
    void whatCannotWorkIsRefused(String stream, String attributes, String message) {
        Answer refused = api().post(
                        proxy.path() + "/toxics",
                        "{\"type\":\"http\",\"stream\":\"" + stream + "\",\"attributes\":{" + attributes + "}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains(message);
    }
}
