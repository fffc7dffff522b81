package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** With {@code halfClose} a client may end its request and still read the answer. */
class HalfCloseTest extends EmbeddedServer {
    @Test
    void theAnswerArrivesAfterTheRequestHasEnded() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            try (Peer client = proxy.connect().send("request")) {
                Peer server = upstream.accept();
                client.shutdownOutput();
                assertThat(text(server.receiveAll())).isEqualTo("request");
                assertThat(client.isSilentFor(200)).isTrue();
                server.send("answer");
                assertThat(client.receive(6)).isEqualTo("answer");
                server.close();
                assertThat(client.receiveAll()).isEmpty();
            }
            assertThat(endOf(proxy)).contains("client closed");
        }
    }

    @Test
    void theServerMayEndFirstToo() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                server.send("greeting").shutdownOutput();
                assertThat(text(client.receiveAll())).isEqualTo("greeting");
                client.send("late");
                assertThat(server.receive(4)).isEqualTo("late");
                client.shutdownOutput();
                assertThat(server.receiveAll()).isEmpty();
            }
            assertThat(endOf(proxy)).contains("upstream closed");
        }
    }

    @Test
    void toxicsHoldTheEndBackInOrder() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            proxy.toxic("latency", "upstream", "\"latency\":300");
            try (Peer client = proxy.connect().send("request")) {
                Peer server = upstream.accept();
                client.shutdownOutput();
                assertThat(server.isSilentFor(150)).isTrue();
                assertThat(text(server.receiveAll())).isEqualTo("request");
                server.send("answer").close();
                assertThat(text(client.receiveAll())).isEqualTo("answer");
            }
            assertThat(endOf(proxy)).contains("client closed");
        }
    }

    @Test
    void aToxicThatClosesStillClosesBothWays() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            proxy.toxic("limit_data", "upstream", "\"bytes\":3");
            try (Peer client = proxy.connect().send("abcdef")) {
                assertThat(text(upstream.accept().receiveAll())).isEqualTo("abc");
                assertThat(client.stateWithin(2_000)).isNotEqualTo(Peer.State.OPEN);
            }
            assertThat(endOf(proxy)).contains("toxic limit_data_upstream closed it");
        }
    }

    @Test
    void aClientThatGoesAwayAfterItsRequestLeavesNothingOpen() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            Peer client = proxy.connect().send("request");
            Peer server = upstream.accept();
            client.shutdownOutput();
            assertThat(text(server.receiveAll())).isEqualTo("request");
            client.close();
            // The proxy can notice only by writing; the kernel answers that with a reset.
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                try {
                    server.send("is anyone there?");
                    return false;
                } catch (UncheckedIOException gone) {
                    return true;
                }
            });
            assertThat(endOf(proxy)).contains("client closed");
        }
    }

    @Test
    void aClientThatResetsWhileItsRequestIsHeldLeavesNothingOpen() throws IOException {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            proxy.toxic("latency", "upstream", "\"latency\":300");
            Peer client = proxy.connect().send("request");
            assertThat(upstream.accept().isSilentFor(50)).isTrue();
            client.abort();
            assertThat(endOf(proxy)).contains("client reset");
        }
    }

    @Test
    void withoutItOneEndClosesBothSidesAsInToxiproxy() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = halfClosing(upstream);
            assertThat(api().get(proxy.path()).body()).endsWith(",\"toxics\":[],\"halfClose\":true}");
            proxy.patch("{\"halfClose\":false}");
            assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json(upstream.address(), true));
            try (Peer client = proxy.connect()) {
                upstream.accept();
                client.shutdownOutput();
                assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            }
            assertThat(api().patch(proxy.path(), "{\"halfClose\":1}").body())
                    .contains("halfClose is 1; expected true or false");
        }
    }

    private MadeProxy halfClosing(Upstream upstream) {
        MadeProxy proxy = api().proxy(upstream.address());
        proxy.patch("{\"halfClose\":true}");
        return proxy;
    }

    /** Waits until both sockets of the only connection are closed, and tells why they are. */
    private Optional<String> endOf(MadeProxy proxy) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        server().connections(proxy.name()).get(0).closedNanos().isPresent());
        return server().connections(proxy.name()).get(0).closeReason();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
