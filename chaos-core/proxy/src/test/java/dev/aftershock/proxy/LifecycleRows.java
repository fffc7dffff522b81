package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** L01-L15: bytes, ends of streams, and toxics on open connections. */
interface LifecycleRows extends Rows {

    @Test
    default void l01L02L04SmallMessagesGoBothWaysInOrder() {
        try (Upstream upstream = Upstream.manual();
                Peer client = api().proxy(upstream.address()).connect()) {
            Peer server = upstream.accept();
            client.send("hello").send(" world");
            assertThat(server.receive(11)).isEqualTo("hello world");
            server.send("good").send("bye");
            assertThat(client.receive(7)).isEqualTo("goodbye");
        }
    }

    @Test
    default void l03BigMessagesArriveIntact() {
        byte[] sent = Peer.pattern(16 * 1024 * 1024);
        try (Upstream upstream = Upstream.echo();
                Peer client = api().proxy(upstream.address()).connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(sent));
            assertThat(client.receiveBytes(sent.length)).isEqualTo(sent);
            sending.join();
        }
    }

    @Test
    default void l05ClientsCloseReachesTheServer() {
        try (Upstream upstream = Upstream.manual()) {
            Peer client = api().proxy(upstream.address()).connect();
            Peer server = upstream.accept();
            client.send("last words");
            client.close();
            assertThat(server.receive(10)).isEqualTo("last words");
            assertThat(server.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
        }
    }

    @Test
    default void l06ServersCloseReachesTheClient() {
        try (Upstream upstream = Upstream.manual();
                Peer client = api().proxy(upstream.address()).connect()) {
            Peer server = upstream.accept();
            server.send("last words");
            server.close();
            assertThat(client.receiveAll()).asString().isEqualTo("last words");
        }
    }

    @Test
    default void l09ClientOfADeadUpstreamIsAcceptedThenClosed() {
        try (Peer client = api().proxy(REFUSING).connect()) {
            assertThat(client.stateWithin(3_000)).isEqualTo(Peer.State.ENDED);
        }
        try (Peer client = api().proxy("not an address").connect()) {
            assertThat(client.stateWithin(3_000)).isEqualTo(Peer.State.ENDED);
        }
    }

    @Test
    default void l10HalfCloseClosesBothSides() {
        try (Upstream upstream = Upstream.manual();
                Peer client = api().proxy(upstream.address()).connect()) {
            Peer server = upstream.accept();
            client.shutdownOutput();
            assertThat(server.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
            assertThat(client.stateWithin(2_000)).isEqualTo(Peer.State.ENDED);
        }
    }

    @Test
    default void l11NoByteIsLostOrReorderedWhileLatencyComesAndGoes() throws Exception {
        byte[] sent = Peer.pattern(65_535);
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                    for (byte b : sent) {
                        client.send(new byte[] {b});
                    }
                });
                CompletableFuture<byte[]> receiving =
                        CompletableFuture.supplyAsync(() -> client.receiveBytes(sent.length));
                do {
                    proxy.toxic("latency", "upstream", "\"latency\":20,\"jitter\":10");
                    proxy.toxic("latency", "downstream", "\"latency\":5,\"jitter\":5");
                    proxy.change("latency_upstream", "\"latency\":3");
                    proxy.remove("latency_upstream");
                    proxy.remove("latency_downstream");
                } while (!sending.isDone());
                assertThat(receiving.get(10, TimeUnit.SECONDS)).isEqualTo(sent);
            }
        }
    }

    @Test
    default void l12L13OpenConnectionsFeelEveryAddAndRemove() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                for (int round = 0; round < 100; round++) {
                    proxy.toxic("latency", "downstream", "\"latency\":10");
                    assertThat(client.echoNanos("slow")).isGreaterThanOrEqualTo(9_500_000);
                    proxy.remove("latency_downstream");
                    client.echoNanos("fast");
                }
            }
        }
    }

    @Test
    default void l14RemovingAToxicFromABrokenConnectionReturns() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":50");
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            client.send("into the void");
            server.close();
            client.close();
            proxy.remove("latency_upstream");
        }
    }

    @Test
    default void l15ToxicityDecidesPerConnection() {
        try (Upstream upstream = Upstream.echo()) {
            assertThat(slowOf(200, upstream, "0")).isZero();
            assertThat(slowOf(20, upstream, "1")).isEqualTo(20);
            // 200 fair draws leave [60, 140] less than once in 10^8 runs.
            assertThat(slowOf(200, upstream, "0.5")).isBetween(60, 140);
        }
    }

    /** How many of {@code total} connections a limit of one byte strikes. */
    private int slowOf(int total, Upstream upstream, String toxicity) {
        MadeProxy proxy = api().proxy(upstream.address());
        api().post(
                        proxy.path() + "/toxics",
                        "{\"type\":\"limit_data\",\"toxicity\":" + toxicity + ",\"attributes\":{\"bytes\":1}}");
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            clients.add(proxy.connect().send("ab"));
        }
        int struck = 0;
        for (Peer client : clients) {
            struck += client.receive(2).length() == 1 ? 1 : 0;
            client.close();
        }
        return struck;
    }
}
