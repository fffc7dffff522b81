package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose client is gone, while a toxic still holds what it sent. */
class OneSideGoneTest extends EmbeddedServer {
    private final Upstream upstream = Upstream.manual();
    private MadeProxy proxy;
    private Peer server;

    @BeforeEach
    void theUpstreamEndsFirstAndTheClientIsClosedWhileItsBytesWait() {
        proxy = api().proxy(upstream.address());
        proxy.toxic("latency", "upstream", "\"latency\":60000");
        try (Peer client = proxy.connect().send("held")) {
            server = upstream.accept();
            assertThat(server.isSilentFor(100)).isTrue();
            server.shutdownOutput();
            assertThat(client.receiveAll()).isEmpty();
        }
        assertThat(server.isSilentFor(100)).isTrue();
    }

    @Test
    void whatIsHeldLeavesWhenTheToxicIsRemoved() {
        proxy.remove("latency_upstream");
        assertThat(new String(server.receiveAll(), StandardCharsets.UTF_8)).isEqualTo("held");
    }

    @Test
    void itEndsWithItsProxy() {
        assertThat(api().delete(proxy.path()).status()).isEqualTo(204);
        assertThat(server.receiveAll()).isEmpty();
    }

    @Test
    void itEndsWithTheServer() {
        server().close();
        assertThat(server.receiveAll()).isEmpty();
    }
}
