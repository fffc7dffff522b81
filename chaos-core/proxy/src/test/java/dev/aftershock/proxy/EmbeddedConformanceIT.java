package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The rows against the server of this module. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedConformanceIT extends ToxiproxyConformance {
    private final ProxyServer server =
            Peer.unchecked(() -> ProxyServer.start(new InetSocketAddress("127.0.0.1", 0), 42));

    @BeforeAll
    void connect() {
        use(server.api());
    }

    @AfterAll
    void close() {
        server.close();
    }
}
