package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;

/** A fresh server of this module for each case. */
abstract class EmbeddedServer {
    private final ProxyServer server = start(42, strict());
    private final ApiClient api = new ApiClient(server.api());

    static ProxyServer start(long seed) {
        return start(seed, false);
    }

    private static ProxyServer start(long seed, boolean strict) {
        InetSocketAddress anyPort = new InetSocketAddress("127.0.0.1", 0);
        ProxyOptions options = new ProxyOptions(anyPort, seed);
        return Peer.unchecked(() -> ProxyServer.start(strict ? options.asStrict() : options));
    }

    boolean strict() {
        return false;
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
