package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** T11-T13, T26-T30, T40: toxics that pace or cut up data without losing any. */
interface ShapeRows extends Rows {
    int SIZE = 480_000;

    @Test
    default void t11BandwidthTakesSizeOverRate() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("bandwidth", "upstream", "\"rate\":1000");
            try (Peer client = proxy.connect()) {
                assertThat(transferNanos(client, upstream.accept())).isBetween(450_000_000L, 3_000_000_000L);
            }
        }
    }

    /** (v) Since 2.13, rate 0 is no limit; before, and here, it holds everything. */
    @Test
    default void t12RateZeroStallsAndRemovalLetsEverythingGo() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("bandwidth", "upstream", "\"rate\":0");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("held");
                assertThat(server.isSilentFor(300)).isEqualTo(!since213());
                proxy.remove("bandwidth_upstream");
                assertThat(server.receive(4)).isEqualTo("held");
                client.send("free");
                assertThat(server.receive(4)).isEqualTo("free");
            }
        }
    }

    @Test
    default void t13RateChangesApplyToOpenConnections() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("bandwidth", "upstream", "\"rate\":1");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                proxy.change("bandwidth_upstream", "\"rate\":1000");
                assertThat(transferNanos(client, server)).isBetween(450_000_000L, 3_000_000_000L);
                proxy.change("bandwidth_upstream", "\"rate\":1000000");
                assertThat(transferNanos(client, server)).isLessThan(400_000_000L);
            }
        }
    }

    @Test
    default void t26SlicesAreAboutTheirAverageSize() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slicer", "upstream", "\"average_size\":1024,\"size_variation\":512,\"delay\":5000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                int size = 48_000;
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(Peer.pattern(size)));
                // Pieces are 512 to 1536 bytes; two may arrive in one read, none can arrive as more than a few.
                assertThat(server.countReads(size)).isBetween(24, 110);
                sending.join();
            }
        }
    }

    @Test
    default void t27VariationZeroCutsToTheByte() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slicer", "upstream", "\"average_size\":1,\"size_variation\":0,\"delay\":10000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("hello world hello world ");
                assertThat(server.countReads(24)).isBetween(22, 24);
            }
        }
    }

    @Test
    default void t28SlicesReassemble() {
        byte[] sent = Peer.pattern(200_000);
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slicer", "upstream", "\"average_size\":700,\"size_variation\":699");
            proxy.toxic("slicer", "downstream", "\"average_size\":3000,\"size_variation\":10,\"delay\":1");
            try (Peer client = proxy.connect()) {
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(sent));
                assertThat(client.receiveBytes(sent.length)).isEqualTo(sent);
                sending.join();
            }
        }
    }

    @Test
    default void t30SliceDelayIsInMicroseconds() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slicer", "upstream", "\"average_size\":1,\"delay\":20000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                long start = Nanos.now();
                client.send("0123456789");
                server.receive(10);
                assertThat(Nanos.now() - start).isBetween(175_000_000L, 3_000_000_000L);
            }
        }
    }

    @Test
    default void t40ChainsApplyOneAfterTheOther() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":200");
            proxy.toxic("bandwidth", "upstream", "\"rate\":1000");
            try (Peer client = proxy.connect()) {
                assertThat(transferNanos(client, upstream.accept())).isBetween(650_000_000L, 3_000_000_000L);
            }
            proxy.remove("latency_upstream");
            proxy.remove("bandwidth_upstream");
            proxy.toxic("slicer", "upstream", "\"average_size\":10,\"size_variation\":5");
            proxy.toxic("limit_data", "upstream", "\"bytes\":1234");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send(Peer.pattern(2_000));
                assertThat(server.receiveAll()).hasSize(1_234);
            }
        }
    }

    private static long transferNanos(Peer from, Peer to) {
        byte[] sent = Peer.pattern(SIZE);
        long start = Nanos.now();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> from.send(sent));
        assertThat(to.receiveBytes(SIZE)).isEqualTo(sent);
        long took = Nanos.now() - start;
        sending.join();
        return took;
    }
}
