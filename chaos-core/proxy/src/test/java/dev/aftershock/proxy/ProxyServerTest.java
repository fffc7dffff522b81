package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProxyServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    @Test
    void closeEndsEveryProxyConnectionAndThread() throws IOException {
        Set<Thread> before = proxyThreads();
        ProxyServer server = ProxyServer.start(ANY_PORT, 1);
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = new ApiClient(server.api()).proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            proxy.toxic("latency", "downstream", "\"latency\":60000");
            try (Peer client = proxy.connect()) {
                upstream.accept().send("held");
                assertThat(client.isSilentFor(100)).isTrue();
                long start = Nanos.now();
                server.close();
                assertThat(Nanos.now() - start).isLessThan(5_000_000_000L);
                assertThat(client.stateWithin(1_000)).isEqualTo(Peer.State.ENDED);
                assertThat(Peer.refused(proxy.port())).isTrue();
                assertThat(Peer.refused(server.api().getPort())).isTrue();
            }
        }
        server.close();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> before.containsAll(proxyThreads()));
    }

    @Test
    void atMostTwoEventLoopsATimerAndAControlThreadRunAndAllAreDaemons() throws IOException {
        Set<Thread> before = proxyThreads();
        try (ProxyServer server = ProxyServer.start(ANY_PORT, 1);
                Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = new ApiClient(server.api()).proxy(upstream.address());
            for (int i = 0; i < 8; i++) {
                try (Peer client = proxy.connect()) {
                    client.echoNanos("x");
                }
            }
            Set<Thread> started = proxyThreads();
            started.removeAll(before);
            assertThat(started).allMatch(Thread::isDaemon).hasSizeBetween(3, 4);
        }
    }

    @Test
    void apiNamesTheRealAddress() throws IOException {
        try (ProxyServer server = ProxyServer.start(ANY_PORT, 1)) {
            assertThat(server.api().toString()).matches("http://127\\.0\\.0\\.1:[1-9]\\d+");
            assertThat(new ApiClient(server.api()).get("/version").body()).isEqualTo("{\"version\": \"2.12.0\"}\n");
        }
        try (ProxyServer six = ProxyServer.start(new InetSocketAddress("::1", 0), 1)) {
            assertThat(six.api().toString()).startsWith("http://[::1]:");
            assertThat(new ApiClient(six.api()).get("/version").status()).isEqualTo(200);
        }
    }

    @Test
    void onlyLoopbackAddressesAreServed() {
        assertThatThrownBy(() -> ProxyServer.start(new InetSocketAddress("0.0.0.0", 0), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("0.0.0.0", "expected a loopback address");
        assertThatThrownBy(() -> ProxyServer.start(InetSocketAddress.createUnresolved("localhost", 0), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void busyPortIsAnIoExceptionThatLeavesNoThread() throws IOException {
        try (ProxyServer first = ProxyServer.start(ANY_PORT, 1)) {
            Set<Thread> before = proxyThreads();
            InetSocketAddress busy =
                    new InetSocketAddress("127.0.0.1", first.api().getPort());
            assertThatThrownBy(() -> ProxyServer.start(busy, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("free the port or use port 0");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> before.containsAll(proxyThreads()));
        }
    }

    private static Set<Thread> proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("aftershock-proxy"))
                .collect(Collectors.toSet());
    }
}
