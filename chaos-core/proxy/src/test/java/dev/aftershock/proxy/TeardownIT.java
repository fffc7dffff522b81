package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients, upstreams, toxics and the server end in any order, with bytes on their way: nothing stays open, and no buffer is
 * lost, which {@link LeakCheck} sees.
 */
class TeardownIT {
    private static final int SEEDS = 60;
    private static final byte[] FLOOD = new byte[4_000_000];

    private final List<Runnable> ends = new ArrayList<>();
    private final List<Peer> servers = new ArrayList<>();
    private final List<CompletableFuture<Void>> floods = new ArrayList<>();

    static LongStream seeds() {
        return DrawnSeeds.of(SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingOutlivesTheServer(long seed) throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            try (ProxyServer server = EmbeddedServer.start(seed)) {
                tearDownSome(new ApiClient(server.api()).proxy(upstream.address()), upstream, new Random(seed));
            }
            servers.forEach(server -> assertThat(server.stateWithin(2_000)).isNotEqualTo(Peer.State.OPEN));
        }
        CompletableFuture.allOf(floods.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    }

    private void tearDownSome(MadeProxy proxy, Upstream upstream, Random random) throws InterruptedException {
        hold(proxy, random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            connect(proxy, upstream, random);
        }
        Collections.shuffle(ends, random);
        for (Runnable end : ends.subList(0, random.nextInt(ends.size()))) {
            end.run();
            TimeUnit.MICROSECONDS.sleep(random.nextInt(10_000));
        }
    }

    private void hold(MadeProxy proxy, Random random) {
        if (random.nextBoolean()) {
            proxy.patch("{\"bandwidth\":{\"rateKbps\":" + (random.nextBoolean() ? 1 : 1000) + "}}");
            ends.add(() -> proxy.patch("{\"bandwidth\":{\"rateKbps\":0}}"));
        } else {
            proxy.toxic("latency", "upstream", "\"latency\":" + (random.nextBoolean() ? 3 : 30_000));
            ends.add(() -> proxy.remove("latency_upstream"));
        }
        if (random.nextInt(4) == 0) {
            ends.add(() -> proxy.patch("{\"enabled\":false}"));
        }
    }

    private void connect(MadeProxy proxy, Upstream upstream, Random random) {
        Peer client = proxy.connect();
        Peer server = upstream.accept();
        servers.add(server);
        floods.add(send(client));
        if (random.nextInt(3) == 0) {
            floods.add(send(server));
        }
        ends.add(random.nextBoolean() ? client::close : client::shutdownOutput);
        ends.add(random.nextBoolean() ? server::close : server::shutdownOutput);
    }

    /** Until a side is closed. */
    private static CompletableFuture<Void> send(Peer peer) {
        return CompletableFuture.runAsync(() -> {
            try {
                peer.send(FLOOD);
            } catch (UncheckedIOException cut) {
                // As it should be, sooner or later.
            }
        });
    }
}
