package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What this proxy does differently on purpose; each case is a line in the README. */
class BeyondToxiproxyIT extends EmbeddedServer {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void equalSeedsGiveEqualDecisions() {
        String first = decisions(7);
        assertThat(first).contains("0", "1").isEqualTo(decisions(7)).isNotEqualTo(decisions(8));
    }

    /** For each of 64 connections in turn, whether a toxic of toxicity one half struck it. */
    private static String decisions(long seed) {
        StringBuilder struck = new StringBuilder();
        try (ProxyServer server = start(seed);
                Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = new ApiClient(server.api()).proxy(upstream.address());
            String body = "{\"type\":\"limit_data\",\"toxicity\":0.5,\"attributes\":{\"bytes\":1}}";
            assertThat(proxy.api().post(proxy.path() + "/toxics", body).status())
                    .isEqualTo(200);
            for (int i = 0; i < 64; i++) {
                try (Peer client = proxy.connect().send("ab")) {
                    struck.append(client.receive(2).length() == 1 ? '1' : '0');
                }
            }
        }
        return struck.toString();
    }

    @Test
    void addingAToxicLeavesItsPredecessorAlone() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":600");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("held");
                proxy.toxic("noop", "upstream", "");
                assertThat(server.isSilentFor(300)).isTrue();
                assertThat(server.receive(4)).isEqualTo("held");
            }
        }
    }

    @Test
    void aFailedUpdateChangesNothing() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        proxy.toxic("latency", "upstream", "\"latency\":5");
        String path = proxy.path() + "/toxics/latency_upstream";
        String before = api().get(path).body();
        String half = "{\"attributes\":{\"latency\":9,\"jitter\":\"x\"},\"toxicity\":0.5}";
        assertThat(api().patch(path, half).status()).isEqualTo(400);
        assertThat(api().get(path).body()).isEqualTo(before);
        assertThat(api().post(proxy.path() + "/toxics", "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":-1}}")
                        .body())
                .contains("attribute rate must be 0 or more KB/s");
    }

    @Test
    void anyAddressMeansLoopbackAndOtherAddressesAreRefused() {
        for (String listen : List.of("", ":0", "0.0.0.0:0", "[::]:0")) {
            String made = api().post("/proxies", ApiClient.proxyBody(api().freshName(), listen, "127.0.0.1:1"))
                    .body();
            assertThat(made).containsPattern("\"listen\":\"127\\.0\\.0\\.1:\\d+\"");
        }
        Answer refused = api().post("/proxies", ApiClient.proxyBody("out", "192.0.2.1:0", "127.0.0.1:1"));
        assertThat(refused.error())
                .isEqualTo(Answer.errorOf(
                        500,
                        "listen tcp: address 192.0.2.1:0: this proxy listens on loopback addresses only;"
                                + " use 127.0.0.1:0"));
    }

    @Test
    void noProxyLeadsToItsOwnApi() {
        String own = "127.0.0.1:" + api().api().getPort();
        try (Peer client = api().proxy(own).connect()) {
            client.send("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void heldBytesAreBoundedAndArriveInOrder() throws Exception {
        byte[] sent = Peer.pattern(40 << 20);
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("bandwidth", "upstream", "\"rate\":0");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(sent));
                assertThat(server.isSilentFor(1_000)).isTrue();
                // 16 MiB held and the kernel's buffers take far less than 40 MiB: the sender must be waiting.
                assertThat(sending).isNotDone();
                proxy.change("bandwidth_upstream", "\"rate\":100000000");
                assertThat(server.receiveBytes(sent.length)).isEqualTo(sent);
                sending.get(5, TimeUnit.SECONDS);
            }
        }
    }
}
