package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void bytesAreCountedWhileTheConnectionLives() throws IOException {
        ProxyOptions options = new ProxyOptions(new InetSocketAddress("127.0.0.1", 0), 1).withMetrics();
        try (ProxyServer server = ProxyServer.start(options);
                Upstream upstream = Upstream.echo()) {
            ApiClient api = new ApiClient(server.api());
            MadeProxy proxy = api.proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("hello");
                String labels = "listener=\"127.0.0.1:" + proxy.port() + "\",proxy=\"" + proxy.name() + "\",upstream=\""
                        + upstream.address() + "\"} 5";
                assertThat(api.get("/metrics").body())
                        .contains("# TYPE toxiproxy_proxy_received_bytes_total counter")
                        .contains("toxiproxy_proxy_received_bytes_total{direction=\"upstream\"," + labels)
                        .contains("toxiproxy_proxy_sent_bytes_total{direction=\"upstream\"," + labels)
                        .contains("toxiproxy_proxy_received_bytes_total{direction=\"downstream\"," + labels)
                        .contains("toxiproxy_proxy_sent_bytes_total{direction=\"downstream\"," + labels);
            }
        }
    }

    @Test
    void whatAToxicKeepsBackIsReceivedAndNotSent() throws IOException {
        ProxyOptions options = new ProxyOptions(new InetSocketAddress("127.0.0.1", 0), 1).withMetrics();
        try (ProxyServer server = ProxyServer.start(options);
                Upstream upstream = Upstream.manual()) {
            ApiClient api = new ApiClient(server.api());
            MadeProxy proxy = api.proxy(upstream.address());
            proxy.toxic("timeout", "upstream", "\"timeout\":0");
            try (Peer client = proxy.connect()) {
                client.send("lost");
                assertThat(client.isSilentFor(100)).isTrue();
                String body = api.get("/metrics").body();
                assertThat(body).containsPattern("received_bytes_total\\{direction=\"upstream\".*} 4");
                assertThat(body).containsPattern("sent_bytes_total\\{direction=\"upstream\".*} 0");
            }
        }
    }
}
