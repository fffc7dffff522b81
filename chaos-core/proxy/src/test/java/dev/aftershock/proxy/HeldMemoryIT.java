package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What toxics may hold back is bounded in every state of a connection. */
class HeldMemoryIT extends EmbeddedServer {
    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void nothingIsHeldForAServerThatIsGone() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":600000");
            proxy.toxic("slow_close", "downstream", "\"delay\":600000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept().send("joined");
                assertThat(client.receive(6)).isEqualTo("joined");
                server.reset();
                long before = usedBytes();
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> client.send(new byte[128 * MEBIBYTE]));
                flood.get(20, TimeUnit.SECONDS);
                assertThat(usedBytes() - before).isLessThan(32L * MEBIBYTE);
            }
        }
    }

    @Test
    void tinyPiecesHeldByALaterToxicAreCountedToo() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("slicer", "upstream", "\"average_size\":1");
            proxy.toxic("latency", "upstream", "\"latency\":600000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> client.send(new byte[64 * MEBIBYTE]));
                assertThat(server.isSilentFor(1_000)).isTrue();
                assertThat(flood).isNotDone();
                assertThat(api().delete(proxy.path()).status()).isEqualTo(204);
                assertThat(flood.handle((sent, cut) -> cut != null).get(10, TimeUnit.SECONDS))
                        .isTrue();
            }
        }
    }

    private static long usedBytes() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
