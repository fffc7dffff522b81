package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One line under all connections of a proxy, or under several proxies. */
class SharedBandwidthIT extends EmbeddedServer {
    private static final byte[] HALF = Peer.pattern(500_000);
    private static final long MILLI = 1_000_000;

    @Test
    void allConnectionsOfAProxyTogetherAreAsFastAsTheLine() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = limited(upstream, "{\"rateKbps\":1000}");
            assertThat(nanosToSendHalfAMegabyteThrough(upstream, proxy, proxy)).isBetween(900 * MILLI, 10_000 * MILLI);
        }
    }

    @Test
    void proxiesThatNameTheSameLineShareIt() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            String shared = "{\"rateKbps\":1000,\"shared\":\"wan\"}";
            String made = api().post(
                            "/proxies",
                            "{\"name\":\"case-made\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + upstream.address()
                                    + "\",\"bandwidth\":" + shared + "}")
                    .body();
            MadeProxy first = new MadeProxy(api(), "case-made", ApiClient.port(made));
            MadeProxy second = limited(upstream, shared);
            assertThat(nanosToSendHalfAMegabyteThrough(upstream, first, second)).isBetween(900 * MILLI, 10_000 * MILLI);
        }
    }

    @Test
    void aBusyConnectionLeavesOthersTheirTurn() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = limited(upstream, "{\"rateKbps\":1000}");
            try (Peer busy = proxy.connect()) {
                upstream.accept();
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> busy.send(new byte[64_000_000]));
                try (Peer quiet = proxy.connect()) {
                    Peer server = upstream.accept();
                    for (int i = 0; i < 5; i++) {
                        long start = Nanos.now();
                        quiet.send("hello");
                        assertThat(server.receive(5)).isEqualTo("hello");
                        assertThat(Nanos.now() - start).isLessThan(3_000 * MILLI);
                    }
                }
                assertThat(flood).isNotDone();
                proxy.patch("{\"bandwidth\":{\"rateKbps\":0}}");
            }
        }
    }

    @Test
    void eachDirectionIsALineOfItsOwn() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = limited(upstream, "{\"rateKbps\":1}");
            try (Peer client = proxy.connect().send(HALF)) {
                Peer server = upstream.accept();
                server.send("down");
                assertThat(client.receive(4)).isEqualTo("down");
            }
        }
    }

    @Test
    void aLimitThatIsRaisedOrTakenAwayFreesWhatItHeldInOrder() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = limited(upstream, "{\"rateKbps\":1}");
            for (String faster : List.of("{\"rateKbps\":100000}", "{\"rateKbps\":0}")) {
                try (Peer client = proxy.connect()) {
                    Peer server = upstream.accept();
                    client.send(HALF);
                    client.shutdownOutput();
                    assertThat(server.receiveBytes(10)).startsWith(0, 31);
                    proxy.patch("{\"bandwidth\":" + faster + "}");
                    assertThat(server.receiveAll()).hasSize(HALF.length - 10);
                    proxy.patch("{\"bandwidth\":{\"rateKbps\":1}}");
                }
            }
        }
    }

    @Test
    void theLimitIsNoToxicAndOutOfRangeItIsRefused() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = limited(upstream, "{\"rateKbps\":7,\"shared\":\"wan\"}");
            assertThat(api().get(proxy.path()).body())
                    .endsWith(",\"toxics\":[],\"bandwidth\":{\"rateKbps\":7,\"shared\":\"wan\"}}");
            String before = api().get(proxy.path()).body();
            for (String wrong :
                    List.of("{\"rateKbps\":-1}", "{\"rateKbps\":1000000001}", "{}", "{\"rateKbps\":\"1\"}")) {
                assertThat(api().patch(proxy.path(), "{\"bandwidth\":" + wrong + "}")
                                .body())
                        .contains("bandwidth.rateKbps is ", "expected a whole number from 0 to 1000000000");
            }
            assertThat(api().patch(proxy.path(), "{\"bandwidth\":7}").body())
                    .contains("bandwidth is 7; expected an object");
            assertThat(api().patch(proxy.path(), "{\"bandwidth\":{\"rateKbps\":7,\"shared\":\"a/b\"}}")
                            .body())
                    .contains("bandwidth.shared is 'a/b'");
            assertThat(api().get(proxy.path()).body()).isEqualTo(before);
            assertThat(api().post(proxy.path() + "/toxics", "{\"type\":\"proxy.bandwidth\"}")
                            .status())
                    .isEqualTo(400);
            proxy.patch("{\"bandwidth\":{\"rateKbps\":0}}");
            assertThat(api().get(proxy.path()).body()).isEqualTo(proxy.json(upstream.address(), true));
        }
    }

    /** Half a megabyte through each of the two at once. */
    private static long nanosToSendHalfAMegabyteThrough(Upstream upstream, MadeProxy one, MadeProxy other)
            throws Exception {
        List<CompletableFuture<byte[]>> arrived = new ArrayList<>();
        try (Peer first = one.connect();
                Peer second = other.connect()) {
            List<Peer> servers = List.of(upstream.accept(), upstream.accept());
            long start = Nanos.now();
            servers.forEach(
                    server -> arrived.add(CompletableFuture.supplyAsync(() -> server.receiveBytes(HALF.length))));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> first.send(HALF));
            second.send(HALF);
            sending.get(10, TimeUnit.SECONDS);
            for (CompletableFuture<byte[]> bytes : arrived) {
                assertThat(bytes.get(10, TimeUnit.SECONDS)).isEqualTo(HALF);
            }
            return Nanos.now() - start;
        }
    }

    private MadeProxy limited(Upstream upstream, String bandwidth) {
        MadeProxy proxy = api().proxy(upstream.address());
        proxy.patch("{\"bandwidth\":" + bandwidth + "}");
        return proxy;
    }
}
