package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGuardTest extends EmbeddedServer {
    @Test
    void loopbackHostsAreServed() {
        for (String host : List.of(
                "localhost", "LOCALHOST:8474", "127.0.0.1", "127.9.9.9:1", "[::1]", "[::1]:8474", "a.localhost:1")) {
            assertThat(statusFor("Host: " + host)).as(host).isEqualTo("200");
        }
    }

    @Test
    void otherHostsAreForbidden() {
        for (String host : List.of(
                "evil.example",
                "localhost.evil.example",
                "192.168.0.1:8474",
                "[2001:db8::1]",
                "[::1",
                "[::1]evil.example",
                "localhost\r\nHost: evil.example",
                "127.0.0.1.nip.io")) {
            assertThat(statusFor("Host: " + host)).as(host).isEqualTo("403");
        }
    }

    @Test
    void anyOriginIsForbiddenOnAnyPath() {
        assertThat(statusFor("Host: localhost\r\nOrigin: http://localhost")).isEqualTo("403");
        assertThat(statusFor("Host: localhost\r\nOrigin: null")).isEqualTo("403");
        assertThat(statusFor("Host: localhost\r\nOrigin:\r\nOrigin: http://evil.example"))
                .isEqualTo("403");
        Answer answer = api().send("GET", "/nowhere", "", "Origin", "http://evil.example");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("Origin").endsWith("\"status\":403}\n");
    }

    @Test
    void bodiesOverOneMebibyteAreRefused() {
        String name = "x".repeat(1024 * 1024 - 100);
        String fits = ApiClient.proxyBody(name, "127.0.0.1:0", "127.0.0.1:1");
        assertThat(api().post("/proxies", fits).status()).isEqualTo(201);
        assertThat(api().post("/proxies", fits + " ".repeat(200)).error())
                .isEqualTo(Answer.errorOf(413, "the body is larger than 1048576 bytes"));
    }

    @Test
    void whatIsNotHttpIsRefusedAndPipelinedRequestsAreAnsweredInOrder() {
        try (Peer raw = Peer.connect(api().api().getPort())) {
            raw.send("NOT HTTP AT ALL\r\n\r\n");
            assertThat(raw.receive(12)).isEqualTo("HTTP/1.1 400");
        }
        try (Peer raw = Peer.connect(api().api().getPort())) {
            raw.send("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /proxies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            String all = new String(raw.receiveAll(), StandardCharsets.UTF_8);
            assertThat(all).containsSubsequence("200 OK", "2.12.0", "404 Not Found", "200 OK", "{}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 0\r\nContent-Length: 40",
                "Content-Length: -5",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding : chunked"
            })
    void aRequestOfUncertainEndIsRefusedAndNothingBehindItIsRead(String fields) {
        try (Peer raw = Peer.connect(api().api().getPort())) {
            raw.send("POST /reset HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n\r\n0\r\n\r\n"
                    + "GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(new String(raw.receiveAll(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("2.12.0");
        }
    }

    @Test
    void aRequestThatDripsInIsCutOffAndOneThatWaitsForItsAnswerIsNot() {
        assertThat(isOpenAfterTwoMinutesOf("x", 12)).isFalse();
        assertThat(isOpenAfterTwoMinutesOf("GET /version HTTP/1.1\r\n\r\n", 1)).isTrue();
    }

    /** The answers never come. */
    private static boolean isOpenAfterTwoMinutesOf(String piece, int times) {
        Api unasked = new Api(null, new ProxyOptions(new InetSocketAddress(0), 1), null);
        EmbeddedChannel client = new EmbeddedChannel(
                ApiHandler.initializer(unasked, work -> {}, new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE)));
        client.freezeTime();
        for (int i = 0; i < 12 && client.isOpen(); i++) {
            if (i < times) {
                client.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8));
            }
            client.advanceTimeBy(10, TimeUnit.SECONDS);
            client.runScheduledPendingTasks();
        }
        boolean open = client.isOpen();
        client.finishAndReleaseAll();
        return open;
    }

    private String statusFor(String headers) {
        try (Peer raw = Peer.connect(api().api().getPort())) {
            raw.send("GET /version HTTP/1.1\r\n" + headers + "\r\n\r\n");
            return raw.receive(12).substring(9);
        }
    }
}
