package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The rows against the server of this module. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedConformanceIT extends ToxiproxyConformance {
    private final ProxyServer plain = start(Optional.empty(), false);
    private final ProxyServer metrics = start(Optional.empty(), true);
    private final ProxyServer token = start(Optional.of("s3cret"), false);

    private ProxyServer start(Optional<String> token, boolean metrics) {
        InetSocketAddress anyPort = new InetSocketAddress("127.0.0.1", 0);
        return Peer.unchecked(
                () -> ProxyServer.start(new ProxyOptions(anyPort, 42, token, metrics, strict(), false, List.of())));
    }

    @BeforeAll
    void connect() {
        use(plain.api());
    }

    @AfterAll
    void close() {
        plain.close();
        metrics.close();
        token.close();
    }

    @Override
    public boolean strict() {
        return false;
    }

    @Override
    public boolean embedded() {
        return true;
    }

    @Override
    public Optional<ApiClient> withMetrics() {
        return Optional.of(new ApiClient(metrics.api()));
    }

    @Override
    public Optional<ApiClient> withToken() {
        return Optional.of(new ApiClient(token.api()));
    }
}
