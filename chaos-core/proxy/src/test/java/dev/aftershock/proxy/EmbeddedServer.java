package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;

/** A fresh server of this module for each case. */
abstract class EmbeddedServer {
    private final ProxyServer server = start(42);
    private final ApiClient api = new ApiClient(server.api());

    static ProxyServer start(long seed) {
        return Peer.unchecked(() -> ProxyServer.start(new InetSocketAddress("127.0.0.1", 0), seed));
    }

    final ProxyServer server() {
        return server;
    }

    final ApiClient api() {
        return api;
    }

    @AfterEach
    final void closeServer() {
        server.close();
    }
}
