package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of bad input gets its documented error, and another proxy, its toxic and its connection notice nothing. */
class BadInputIT extends EmbeddedServer {
    private static final String TOXICS = "/proxies/case-1/toxics";
    private static final String DEPTH = "bad request body: exceeded max depth";
    private static final long SECOND = 1_000_000_000L;

    private final Upstream upstream = Upstream.echo();
    private final MadeProxy other = api().proxy(upstream.address());
    private final Peer client = other.connect();
    private String before = "";

    @BeforeEach
    void anotherProxyWorks() {
        other.toxic("bandwidth", "upstream", "\"rate\":1000000");
        client.echoNanos("before");
        before = api().get("/proxies").body();
    }

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                arguments("/proxies", " ".repeat(1024 * 1024 + 1), 413, "the body is larger than 1048576 bytes"),
                arguments("/proxies", "[".repeat(65), 400, DEPTH),
                arguments("/populate", "[".repeat(1_000_000), 400, DEPTH),
                arguments(TOXICS, "{\"attributes\":".repeat(60_000), 400, DEPTH),
                arguments("/proxies", "", 400, "bad request body: EOF"),
                arguments("/proxies", "{\"name\":1}", 400, "number into Go struct field Proxy.name of type string"),
                arguments("/proxies", proxy("127.0.0.1"), 500, "missing port in address"),
                arguments("/proxies", proxy("127.0.0.1:65536"), 500, "invalid port"),
                arguments("/proxies", proxy("nowhere.invalid:0"), 500, "lookup nowhere.invalid: no such host"),
                arguments("/proxies", proxy("192.0.2.1:0"), 500, "loopback addresses only"),
                arguments(TOXICS, toxic("bandwidth", "\"rate\":-1"), 400, "attribute rate must be 0 or more KB/s"),
                arguments(TOXICS, toxic("bandwidth", "\"rate\":\"1\""), 400, "string into Go struct field"),
                arguments(TOXICS, toxic("latency", "\"latency\":9223372036854775808"), 400, "of type int64"),
                arguments(TOXICS, toxic("nonsense", ""), 400, "invalid toxic type"),
                arguments(TOXICS + "/bandwidth_upstream", "{\"attributes\":{\"rate\":-1}}", 400, "0 or more KB/s"),
                arguments(TOXICS + "/none", "{}", 404, "toxic not found"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("badRequests")
    void badRequestsAreAnsweredAndChangeNothing(String path, String body, int status, String message) {
        Answer answer = api().post(path, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":").contains(message, "\"status\":" + status);
        expectNothingChanged();
    }

    @Test
    void requestsOfWebPagesChangeNothing() {
        List<String> pages = List.of("Origin", "http://localhost", "User-Agent", "Mozilla/5.0");
        for (int i = 0; i < pages.size(); i += 2) {
            Answer answer = api().send("POST", "/reset", "", pages.get(i), pages.get(i + 1));
            assertThat(answer.status()).isEqualTo(403);
        }
        try (Peer raw = Peer.connect(api().api().getPort())) {
            raw.send("POST /reset HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            assertThat(raw.receive(12)).isEqualTo("HTTP/1.1 403");
        }
        expectNothingChanged();
    }

    @Test
    void aTakenPortIsRefused() {
        Answer answer = api().post("/proxies", proxy(other.listen()));
        assertThat(answer.error())
                .isEqualTo(Answer.errorOf(500, "listen tcp " + other.listen() + ": bind: address already in use"));
        expectNothingChanged();
    }

    /** More clients than lookups may wait. */
    @Test
    void clientsOfAnUnresolvableUpstreamAreClosedAndHoldUpNobody() {
        MadeProxy lost = api().proxy("nowhere.invalid:1");
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            clients.add(lost.connect());
        }
        long start = Nanos.now();
        client.echoNanos("meanwhile");
        assertThat(api().get("/version").status()).isEqualTo(200);
        assertThat(Nanos.now() - start).isLessThan(2 * SECOND);
        for (Peer waiting : clients) {
            assertThat(waiting.stateWithin(5_000)).isEqualTo(Peer.State.ENDED);
            waiting.close();
        }
        deleteAndExpectNothingChanged(lost);
    }

    @Test
    void aBlackHoledUpstreamHoldsUpNeitherTheApiNorOtherClients() throws IOException {
        try (BlackHole hole = new BlackHole()) {
            MadeProxy stuck = api().proxy(hole.address());
            try (Peer waiting = stuck.connect()) {
                assertThat(waiting.isSilentFor(100)).isTrue();
                client.echoNanos("works");
                deleteAndExpectNothingChanged(stuck);
                assertThat(waiting.stateWithin(1_000)).isEqualTo(Peer.State.ENDED);
            }
        }
    }

    /** Without a check, one client would become as many connections as there are descriptors. */
    @Test
    void aProxyThatLeadsToItselfIsADeadUpstream() {
        MadeProxy loop = api().proxy("127.0.0.1:1");
        for (String itself : List.of(loop.listen(), "localhost:" + loop.port(), "0.0.0.0:" + loop.port())) {
            loop.patch("{\"upstream\":\"" + itself + "\"}");
            Footprint calm = Footprint.now();
            try (Peer lost = loop.connect()) {
                assertThat(lost.stateWithin(5_000)).as(itself).isEqualTo(Peer.State.ENDED);
                assertThat(Footprint.now().descriptors()).isLessThan(calm.descriptors() + 10);
            }
        }
        deleteAndExpectNothingChanged(loop);
    }

    private void deleteAndExpectNothingChanged(MadeProxy bad) {
        long start = Nanos.now();
        assertThat(api().delete(bad.path()).status()).isEqualTo(204);
        assertThat(Nanos.now() - start).isLessThan(2 * SECOND);
        expectNothingChanged();
    }

    private void expectNothingChanged() {
        client.echoNanos("after");
        assertThat(api().get("/proxies").body()).isEqualTo(before);
    }

    private static String proxy(String listen) {
        return ApiClient.proxyBody("bad", listen, "127.0.0.1:1");
    }

    private static String toxic(String type, String attributes) {
        return "{\"type\":\"" + type + "\",\"attributes\":{" + attributes + "}}";
    }
}
