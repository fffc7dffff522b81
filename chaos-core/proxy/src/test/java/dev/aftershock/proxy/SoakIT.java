package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * One server under traffic, toxics and API calls for as long as {@code -Daftershock.soak=10m} says: heap, direct memory,
 * descriptors and threads stay flat.
 */
class SoakIT extends EmbeddedServer {
    private static final int SAMPLES = 10;

    /** The first samples also show the warming up of caches and pools. */
    private static final int WARM = 3;

    private static final int CHANGES = 20;
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Bytes and counts while no proxy exists and the garbage is gone. */
    private record Sample(long rounds, long heap, long direct, Footprint footprint) {}

    @Test
    void nothingGrowsWhileTheServerIsUsed() {
        Optional<Duration> length =
                Optional.ofNullable(System.getProperty("aftershock.soak")).map(given -> Duration.parse("PT" + given));
        String how = "the soak runs only when asked for, for example by -Daftershock.soak=10m";
        if (length.isEmpty()) {
            System.out.println("SKIPPED: " + how);
        }
        assumeTrue(length.isPresent(), how);
        List<Sample> samples = soak(length.orElseThrow().dividedBy(SAMPLES));
        Sample first = samples.get(WARM);
        for (Sample sample : samples.subList(WARM + 1, samples.size())) {
            assertThat(sample.heap()).as("heap %s", samples).isLessThan(first.heap() + 2 * MEBIBYTE);
            assertThat(sample.direct()).as("direct %s", samples).isLessThan(first.direct() + 32 * MEBIBYTE);
            assertThat(sample.footprint().within(first.footprint()))
                    .as("threads and descriptors %s", samples)
                    .isTrue();
        }
    }

    private List<Sample> soak(Duration between) {
        SplittableRandom random = new SplittableRandom(1);
        List<Sample> samples = new ArrayList<>();
        long rounds = 0;
        long next = Nanos.now();
        while (samples.size() < SAMPLES) {
            next += between.toNanos();
            while (Nanos.now() < next) {
                round(random.split());
                rounds++;
            }
            samples.add(sample(rounds));
            System.out.println("soak: " + samples.get(samples.size() - 1));
        }
        return samples;
    }

    /** Traffic under changing toxics, a flood that nobody reads, a black hole of a toxic, and all of it cut off. */
    private void round(SplittableRandom random) {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            ToxicModel model = new ToxicModel(proxy, random.split(), strict());
            try (Peer client = proxy.connect();
                    Peer server = upstream.accept();
                    Peer flooder = proxy.connect();
                    Peer deaf = upstream.accept()) {
                Flow up = new Flow("up", client, server, random.nextLong());
                Flow down = new Flow("down", server, client, random.nextLong());
                Thread flood = flood(flooder);
                for (int i = 0; i < CHANGES; i++) {
                    up.ask(1 + random.nextInt(100_000));
                    down.ask(1 + random.nextInt(100_000));
                    model.change();
                }
                model.removeAll();
                up.finish();
                down.finish();
                up.expectAllArrived(PATIENCE);
                down.expectAllArrived(PATIENCE);
                assertThat(deaf.isSilentFor(1)).isFalse();
                assertThat(api().delete(proxy.path()).status()).isEqualTo(204);
                Awaitility.await().atMost(PATIENCE).until(() -> !flood.isAlive());
            }
        }
    }

    private static Thread flood(Peer peer) {
        Thread flood = new Thread(() -> {
            byte[] block = new byte[256 * 1024];
            try {
                while (true) {
                    peer.send(block);
                }
            } catch (UncheckedIOException cut) {
                // The proxy was deleted, which is how this must end.
            }
        });
        flood.setDaemon(true);
        flood.start();
        return flood;
    }

    private static Sample sample(long rounds) {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
        return new Sample(rounds, heap, direct, Footprint.now());
    }
}
