package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that may listen on the network, which no test does: only what it would listen on is asked. */
class NetworkTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String HOST = "Host: proxy.test.svc:8474\r\n";
    private static final String BEARER = "Authorization: Bearer " + TOKEN + "\r\n";

    @Test
    void itNeedsAToken() {
        ProxyOptions options = new ProxyOptions(ANY_PORT, 1);
        for (ProxyOptions each : List.of(options, options.withToken(TOKEN.substring(1)))) {
            assertThatThrownBy(each::openToNetwork)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("open to the network needs a token of 32 characters or more");
        }
    }

    @Test
    void withOneItListensWhereItIsTold() throws ApiError {
        ProxyOptions loopback = new ProxyOptions(ANY_PORT, 1).withToken(TOKEN);
        try (Addresses closed = new Addresses(loopback);
                Addresses open = new Addresses(loopback.openToNetwork())) {
            for (String[] each : new String[][] {
                {"0.0.0.0:80", "127.0.0.1:80", "0.0.0.0:80"},
                {":80", "127.0.0.1:80", "127.0.0.1:80"},
                {"[::1]:80", "[::1]:80", "[::1]:80"}
            }) {
                assertThat(Addresses.print(closed.listen(each[0]))).isEqualTo(each[1]);
                assertThat(Addresses.print(open.listen(each[0]))).isEqualTo(each[2]);
            }
            assertThat(Addresses.print(open.listen("192.0.2.1:80"))).isEqualTo("192.0.2.1:80");
            assertThatThrownBy(() -> closed.listen("192.0.2.1:80")).hasMessageContaining("loopback addresses only");
        }
    }

    @Test
    void anyHostMayBeNamedByWhoBearsTheTokenAndNoPageMayAsk() throws IOException {
        ProxyOptions options = new ProxyOptions(ANY_PORT, 1).withToken(TOKEN).openToNetwork();
        try (ProxyServer server = ProxyServer.start(options)) {
            int port = server.api().getPort();
            assertThat(statusFor(port, HOST + BEARER)).isEqualTo("200");
            assertThat(statusFor(port, HOST)).isEqualTo("401");
            assertThat(statusFor(port, HOST + BEARER + "Origin: http://localhost\r\n"))
                    .isEqualTo("403");
        }
        try (ProxyServer server = ProxyServer.start(new ProxyOptions(ANY_PORT, 1).withToken(TOKEN))) {
            assertThat(statusFor(server.api().getPort(), HOST + BEARER)).isEqualTo("403");
        }
    }

    @Test
    void anyOtherAddressIsRefusedUntilThen() {
        InetSocketAddress documentation = new InetSocketAddress("192.0.2.1", 0);
        for (ProxyOptions options :
                List.of(new ProxyOptions(documentation, 1), new ProxyOptions(documentation, 1).withToken(TOKEN))) {
            assertThatThrownBy(() -> ProxyServer.start(options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a loopback address such as 127.0.0.1");
        }
    }

    private static String statusFor(int port, String headers) {
        try (Peer raw = Peer.connect(port)) {
            raw.send("GET /version HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
            return raw.receive("HTTP/1.1 200".length()).substring("HTTP/1.1 ".length());
        }
    }
}
