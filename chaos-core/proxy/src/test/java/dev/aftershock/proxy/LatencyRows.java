package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** T01-T10: latency. Lower bounds are exact but for clock granularity; upper bounds leave room for a busy machine. */
interface LatencyRows extends Rows {
    long MILLI = 1_000_000;
    long EARLY = MILLI / 2;
    long LATE = 250 * MILLI;

    @Test
    default void t01T02T03T04LatencyAddsUpOverDirections() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("warm");
                proxy.toxic("latency", "upstream", "\"latency\":100");
                expectMillis(client, 100);
                proxy.toxic("latency", "downstream", "\"latency\":150");
                expectMillis(client, 250);
                proxy.remove("latency_upstream");
                expectMillis(client, 150);
                proxy.change("latency_downstream", "\"latency\":0");
                expectMillis(client, 0);
            }
            try (Peer later = proxy.connect()) {
                proxy.change("latency_downstream", "\"latency\":60");
                expectMillis(later, 60);
            }
        }
    }

    @Test
    default void t05TwoLatenciesAddUp() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":60");
            api().post(
                            proxy.path() + "/toxics",
                            "{\"type\":\"latency\",\"name\":\"second\",\"stream\":\"upstream\",\"attributes\":{\"latency\":70}}");
            try (Peer client = proxy.connect()) {
                expectMillis(client, 130);
            }
        }
    }

    @Test
    default void t06CloseDuringLatencyLosesNothing() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":200");
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            client.send("still coming");
            client.close();
            assertThat(server.receiveAll()).asString().isEqualTo("still coming");
        }
    }

    @Test
    default void t07JitterStaysWithinItsBounds() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":30,\"jitter\":20");
            try (Peer client = proxy.connect()) {
                long[] took = LongStream.generate(() -> client.echoNanos("x"))
                        .limit(40)
                        .sorted()
                        .toArray();
                assertThat(took[0]).isBetween(10 * MILLI - EARLY, 30 * MILLI);
                assertThat(took[39]).isGreaterThan(35 * MILLI);
                // One late answer of a busy machine says nothing of the bound.
                assertThat(took[30]).isLessThan(50 * MILLI + LATE);
            }
        }
    }

    @Test
    default void t08LatencyDoesNotReduceThroughput() throws Exception {
        byte[] sent = Peer.pattern(32 * 1024 * 1024);
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":100");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                long start = Nanos.now();
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(sent));
                assertThat(server.receiveBytes(sent.length)).isEqualTo(sent);
                // One chunk per 100 ms would take 100 s for this; 20 MB/s holds on a busy machine too.
                assertThat(Nanos.now() - start).isBetween(100 * MILLI - EARLY, 1_700 * MILLI);
                sending.get(1, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    default void t09RemovalSendsWhatIsHeldNow() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":60000");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                client.send("held");
                assertThat(server.isSilentFor(150)).isTrue();
                proxy.remove("latency_upstream");
                assertThat(server.receive(4)).isEqualTo("held");
            }
        }
    }

    @Test
    default void t10TheEndOfTheStreamIsNotDelayed() {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":3000");
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            client.close();
            assertThat(server.stateWithin(1_500)).isEqualTo(Peer.State.ENDED);
        }
    }

    @Test
    default void t04NegativeLatencyIsNoLatency() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("latency", "upstream", "\"latency\":-500,\"jitter\":-5");
            try (Peer client = proxy.connect()) {
                expectMillis(client, 0);
            }
        }
    }

    private static void expectMillis(Peer client, long millis) {
        assertThat(client.echoNanos("measured")).isBetween(millis * MILLI - EARLY, millis * MILLI + LATE);
    }
}
