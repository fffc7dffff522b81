package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and connections that are struck on the way from a real client to a real HTTP server. */
class LinkHttpIT {

    private static final String LINK = "shop -> orders";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer upstream;
    private LinkServer server;
    private LinkTarget link;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        upstream.start();
        server = LinkServer.open(LinkServer.EMBEDDED, LinkWorld.uniqueRun(), 1);
        link = server.link(LINK, upstream.getAddress());
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.stop(0);
    }

    @Test
    void whatIsMeantIsAnsweredAndNothingElse() throws Exception {
        Kinds.Fault<LinkHttp> fault = fault(with(Optional.of(503L), Optional.empty(), false, "POST", "/orders", 1));
        PreparedFault prepared = inject(fault);
        assertThat(status("GET", "/orders")).isEqualTo(200);
        assertThat(status("POST", "/carts")).isEqualTo(200);
        assertThat(prepared.effect()).as("before any request that is meant").isEmpty();
        assertThat(status("POST", "/orders/7")).isEqualTo(503);
        assertThat(prepared.effect().orElse(""))
                .startsWith("by the proxy's count, ")
                .contains(" dropped");
        fault.heal(prepared, HealContext.afterDeath());
        assertThat(status("POST", "/orders/8")).isEqualTo(200);
        assertThat(seen).contains("POST /orders/8").doesNotContain("POST /orders/7");
        assertThat(fault.verify(prepared, HealContext.afterDeath()).healed()).isTrue();
    }

    @Test
    void eachThirdRequestIsReset() throws Exception {
        Kinds.Fault<LinkHttp> fault = fault(with(Optional.empty(), Optional.empty(), true, "POST", "/", 3));
        PreparedFault prepared = inject(fault);
        assertThat(status("POST", "/1")).isEqualTo(200);
        assertThat(status("POST", "/2")).isEqualTo(200);
        assertThatThrownBy(() -> status("POST", "/3")).isInstanceOf(IOException.class);
        assertThat(prepared.effect().orElse("")).contains("1 connections reset");
        fault.heal(prepared, HealContext.afterDeath());
    }

    @Test
    void aKnockThatIsMeantIsEffectEnough() throws Exception {
        Kinds.Fault<LinkHttp> fault =
                fault(with(Optional.empty(), Optional.of(Duration.ofMillis(300)), false, "", "", 1));
        PreparedFault prepared = inject(fault);
        await().atMost(Duration.ofSeconds(5)).until(() -> prepared.effect().isPresent());
        long start = System.nanoTime();
        assertThat(status("GET", "/slow")).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
        fault.heal(prepared, HealContext.afterDeath());
    }

    @Test
    void newConnectionsAreDroppedAndOldOnesLiveOn() throws Exception {
        try (Socket old = new Socket()) {
            old.connect(link.listen());
            request(old);
            Kinds.Fault<LinkDropConnection> fault = new Kinds.Fault<>(
                    new LinkDropConnection.Provider(),
                    new LinkDropConnection(LINK, 1, Duration.ZERO, LinkDropConnection.How.RESET));
            PreparedFault prepared = fault.prepare(context()).get(0);
            prepared.inject();
            assertThat(await().atMost(Duration.ofSeconds(5)).until(prepared::effect, Optional::isPresent))
                    .get(STRING)
                    .contains(" connections reset");
            assertThatThrownBy(() -> status("GET", "/")).isInstanceOf(IOException.class);
            request(old);
            fault.heal(prepared, HealContext.afterDeath());
            assertThat(status("GET", "/")).isEqualTo(200);
        }
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> with(Optional.of(503L), Optional.empty(), true, "", "", 1))
                .hasMessage("2 of 'status', 'delay' and 'abort' are given; expected exactly one");
        assertThatThrownBy(() -> with(Optional.of(101L), Optional.empty(), false, "", "", 1))
                .hasMessage("'status' is 101; expected 200 to 599");
        assertThatThrownBy(() -> with(Optional.of(503L), Optional.empty(), false, "get", "", 1))
                .hasMessageContaining("'method' is 'get'; expected 1 to 20 capital letters");
        assertThatThrownBy(() -> with(Optional.of(503L), Optional.empty(), false, "", "orders", 1))
                .hasMessageContaining("'path' is 'orders'; expected a slash");
        assertThatThrownBy(() -> with(Optional.of(503L), Optional.empty(), false, "", "", 0))
                .hasMessageContaining("'every' is 0; expected 1 to");
        assertThatThrownBy(() -> new LinkDropConnection(LINK, 0, Duration.ZERO, LinkDropConnection.How.CLOSE))
                .hasMessageContaining("'every' is 0; expected 1 to");
    }

    /** No text may end the JSON that it is written into. */
    @Test
    void aPathWithQuotesReachesTheProxyAsItIs() throws Exception {
        Kinds.Fault<LinkHttp> fault = fault(with(Optional.of(404L), Optional.empty(), false, "", "/a\"b\\c", 1));
        PreparedFault prepared = inject(fault);
        HttpResponse<String> toxics = client.send(
                HttpRequest.newBuilder(URI.create(link.api() + "/proxies/" + link.proxy() + "/toxics"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(toxics.body()).contains("\"path\":\"/a\\\"b\\\\c\"");
        fault.heal(prepared, HealContext.afterDeath());
    }

    private static LinkHttp with(
            Optional<Long> status, Optional<Duration> delay, boolean abort, String method, String path, long every) {
        return new LinkHttp(LINK, status, delay, abort, given(method), given(path), every);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }

    private static Kinds.Fault<LinkHttp> fault(LinkHttp settings) {
        return new Kinds.Fault<>(new LinkHttp.Provider(), settings);
    }

    private PreparedFault inject(Kinds.Fault<LinkHttp> fault) throws Exception {
        PreparedFault prepared = fault.prepare(context()).get(0);
        prepared.inject();
        return prepared;
    }

    private FaultContext context() {
        return new FaultContext("run-1", "fault-1", LinkServerIT.live(Map.of(LINK, link)));
    }

    private int status(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + link.listen().getPort() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** On a connection of its own, which stays open. */
    private static void request(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /kept HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
        byte[] answer = new byte[4096];
        int read = socket.getInputStream().read(answer);
        assertThat(new String(answer, 0, Math.max(0, read))).startsWith("HTTP/1.1 200");
    }
}
