package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Toxics come and go thousands of times (ten thousand with {@code -Daftershock.nightly=true}) while nobody reads: what makes the API of Toxiproxy hang. */
class DeadSinksIT extends EmbeddedServer {
    private static final int CYCLES = Boolean.getBoolean("aftershock.nightly") ? 10_000 : 1_000;
    private static final int CONNECTIONS = 6;
    private static final int REVIVE_EVERY = 50;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final List<String> TOXICS = List.of(
            "\"latency\",\"attributes\":{\"latency\":1000}",
            "\"bandwidth\",\"attributes\":{\"rate\":100}",
            "\"bandwidth\",\"attributes\":{\"rate\":0}",
            "\"slicer\",\"attributes\":{\"average_size\":100,\"delay\":10}",
            "\"slow_close\",\"attributes\":{\"delay\":10000}",
            "\"timeout\",\"attributes\":{\"timeout\":0}",
            "\"limit_data\",\"attributes\":{\"bytes\":1000000}",
            "\"reset_peer\",\"attributes\":{\"timeout\":500}",
            "\"loss\",\"attributes\":{\"loss_ppm\":500000,\"rto\":100}",
            "\"stall\",\"attributes\":{\"every\":0,\"duration\":0}");

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Thread> floods = new ArrayList<>();

    @Test
    void noChangeWaitsForThem() {
        try (Upstream dead = Upstream.manual();
                Upstream echo = Upstream.echo()) {
            MadeProxy proxy = api().proxy(dead.address());
            MadeProxy other = api().proxy(echo.address());
            long slowest = 0;
            int connections = 0;
            try (Peer witness = other.connect()) {
                for (int i = 0; i < CYCLES; i++) {
                    if (i % REVIVE_EVERY == 0) {
                        connections += revive(proxy, dead);
                        assertThat(witness.echoNanos("still here")).isLessThan(MOST_NANOS);
                    }
                    slowest = Math.max(slowest, cycle(proxy));
                }
            }
            System.out.println(CYCLES + " cycles beside dead sinks, slowest call " + slowest / 1_000_000 + " ms");
            assertThat(slowest).as("nanoseconds of the slowest call").isLessThan(MOST_NANOS);
            assertThat(connections).as("toxics that close took some with them").isGreaterThan(CONNECTIONS);
            assertThat(api().get(proxy.path() + "/toxics").body()).isEqualTo("[]");
            assertThat(api().delete(proxy.path()).status()).isEqualTo(204);
        }
    }

    /** Adds and removes one toxic; the nanoseconds of the slower of both calls. */
    private long cycle(MadeProxy proxy) {
        String stream = random.nextBoolean() ? "upstream" : "downstream";
        String toxic = "{\"name\":\"t\",\"stream\":\"" + stream + "\",\"type\":"
                + TOXICS.get(random.nextInt(TOXICS.size())) + "}";
        long start = Nanos.now();
        assertThat(api().post(proxy.path() + "/toxics", toxic).status())
                .as(toxic)
                .isEqualTo(200);
        long added = Nanos.now();
        assertThat(api().delete(proxy.path() + "/toxics/t").status()).as(toxic).isEqualTo(204);
        return Math.max(added - start, Nanos.now() - added);
    }

    /** As many connections as there should be that are flooded both ways and read by nobody; how many are new. */
    private int revive(MadeProxy proxy, Upstream dead) {
        floods.removeIf(flood -> !flood.isAlive());
        int made = 0;
        while (floods.size() < CONNECTIONS) {
            floods.add(flood(proxy.connect()));
            flood(dead.accept());
            made++;
        }
        return made;
    }

    private static Thread flood(Peer peer) {
        Thread flood = new Thread(() -> {
            byte[] block = new byte[256 * 1024];
            try (peer) {
                while (true) {
                    peer.send(block);
                }
            } catch (UncheckedIOException cut) {
                // By a toxic or at the end.
            }
        });
        flood.setDaemon(true);
        flood.start();
        return flood;
    }
}
