package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the toxics that Toxiproxy lacks do to a stream. */
class StreamFaultsTest extends EmbeddedServer {
    private static final long MS = 1_000_000;
    private static final byte[] SENT = Peer.pattern(400_000);

    @Test
    void corruptFlipsOneBitInAsManyBytesAsAskedForAndCountsThem() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("corrupt", "upstream", "\"rate_ppm\":1000");
            List<Integer> changed = corrupted(proxy, upstream);
            assertThat(changed.size()).as("of 400,000 bytes, 1 in 1,000").isBetween(320, 480);
            assertThat(server().evidence(proxy.name(), "corrupt_upstream")
                            .altered()
                            .bytes())
                    .isEqualTo(changed.size());
        }
    }

    @Test
    void corruptStrikesTheSameBytesForTheSameSeed() throws Exception {
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (ProxyServer other = start(7);
                    Upstream upstream = Upstream.manual()) {
                MadeProxy proxy = new ApiClient(other.api()).proxy(upstream.address());
                proxy.toxic("corrupt", "upstream", "\"rate_ppm\":200");
                runs.add(corrupted(proxy, upstream));
            }
        }
        assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
    }

    /** Where what arrives differs from what was sent; every difference is one bit. */
    private static List<Integer> corrupted(MadeProxy proxy, Upstream upstream) throws Exception {
        try (Peer client = proxy.connect()) {
            Peer server = upstream.accept();
            Thread sender = new Thread(() -> client.send(SENT));
            sender.start();
            byte[] got = server.receiveBytes(SENT.length);
            sender.join();
            assertThat(got).hasSameSizeAs(SENT);
            List<Integer> changed = IntStream.range(0, got.length)
                    .filter(i -> got[i] != SENT[i])
                    .boxed()
                    .toList();
            assertThat(changed).allMatch(i -> Integer.bitCount((got[i] ^ SENT[i]) & 0xFF) == 1);
            return changed;
        }
    }

    @Test
    void lossDelaysAndLosesNothing() throws Exception {
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("loss", "upstream", "\"loss_ppm\":20000,\"rto\":40");
            try (Peer client = proxy.connect()) {
                Peer server = upstream.accept();
                long start = Nanos.now();
                Thread sender = new Thread(() -> client.send(SENT));
                sender.start();
                assertThat(server.receiveBytes(SENT.length)).isEqualTo(SENT);
                sender.join();
                assertThat(Nanos.now() - start).as("274 segments, 1 in 50 lost").isGreaterThan(40 * MS);
            }
            assertThat(server().evidence(proxy.name(), "loss_upstream")
                            .delayed()
                            .bytes())
                    .isPositive();
        }
    }

    @Test
    void lossOfASegmentHoldsBackItAndWhatFollowsForOneTimeOut() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("loss", "upstream", "\"loss_ppm\":300000,\"rto\":300");
            List<Long> took = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                try (Peer client = proxy.connect()) {
                    took.add(client.echoNanos("x"));
                }
            }
            assertThat(took).as("most get through").anyMatch(nanos -> nanos < 250 * MS);
            assertThat(took).anyMatch(nanos -> nanos >= 300 * MS);
        }
    }

    @Test
    void stallHoldsAllAndLetsItGoOnTheSameConnection() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer client = proxy.connect()) {
                client.echoNanos("before");
                proxy.toxic("stall", "downstream", "\"duration\":0");
                client.send("held");
                assertThat(client.isSilentFor(300)).isTrue();
                proxy.remove("stall_downstream");
                assertThat(client.receive(4)).isEqualTo("held");
                client.echoNanos("after");
            }
        }
    }

    @Test
    void stallOfACertainTimeEndsByItself() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("stall", "downstream", "\"duration\":500");
            try (Peer client = proxy.connect()) {
                assertThat(client.echoNanos("held")).isGreaterThan(300 * MS);
                assertThat(IntStream.range(0, 5).mapToLong(i -> client.echoNanos("free")))
                        .anyMatch(nanos -> nanos < 300 * MS);
            }
        }
    }

    @Test
    void stallsComeAgainAndAgain() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            proxy.toxic("stall", "downstream", "\"every\":100,\"duration\":300");
            try (Peer client = proxy.connect()) {
                int stalled = 0;
                int free = 0;
                long end = Nanos.now() + 9_000 * MS;
                while (Nanos.now() < end && (stalled < 3 || free < 3)) {
                    long took = client.echoNanos("x");
                    stalled += took > 100 * MS ? 1 : 0;
                    free += took < 50 * MS ? 1 : 0;
                }
                assertThat(stalled).isGreaterThanOrEqualTo(3);
                assertThat(free).isGreaterThanOrEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"reset,RESET", "close,ENDED"})
    void dropConnectionEndsEachThirdAndNoOther(String how, Peer.State end) throws Exception {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            try (Peer older = proxy.connect()) {
                older.echoNanos("x");
                proxy.toxic("drop_connection", "downstream", "\"every\":3,\"after\":40,\"how\":\"" + how + "\"");
                for (int number = 2; number <= 9; number++) {
                    try (Peer client = proxy.connect()) {
                        Peer.State state = client.stateWithin(number % 3 == 0 ? 10_000 : 200);
                        assertThat(state)
                                .as("connection %d", number)
                                .isEqualTo(number % 3 == 0 ? end : Peer.State.OPEN);
                    }
                }
                older.echoNanos("still there");
            }
            ToxicEvidence evidence = server().evidence(proxy.name(), "drop_connection_downstream");
            assertThat(how.equals("reset") ? evidence.reset() : evidence.closed())
                    .isEqualTo(3);
        }
    }

    @Test
    void aScheduleTurnsAToxicOnAndOff() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            String added = api().post(
                            proxy.path() + "/toxics", "{\"type\":\"stall\",\"schedule\":{\"onMs\":400,\"offMs\":400}}")
                    .body();
            assertThat(added).endsWith("\"toxicity\":1,\"schedule\":{\"onMs\":400,\"offMs\":400}}");
            try (Peer client = proxy.connect()) {
                assertThat(client.echoNanos("held until it is off")).isGreaterThan(200 * MS);
                assertThat(IntStream.range(0, 5).mapToLong(i -> client.echoNanos("free")))
                        .anyMatch(nanos -> nanos < 200 * MS);
                boolean again = false;
                for (long end = Nanos.now() + 10_000 * MS; !again && Nanos.now() < end; ) {
                    again = client.echoNanos("held when it is on again") > 200 * MS;
                }
                assertThat(again).isTrue();
            }
        }
    }

    @Test
    void aRampGrowsToTheFullValues() {
        try (Upstream upstream = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            api().post(
                            proxy.path() + "/toxics",
                            "{\"type\":\"latency\",\"attributes\":{\"latency\":1000},\"schedule\":{\"rampMs\":3000}}");
            try (Peer client = proxy.connect()) {
                assertThat(client.echoNanos("at the foot")).isLessThan(900 * MS);
                long last = 0;
                for (int i = 0; i < 50 && last < 1_000 * MS; i++) {
                    last = client.echoNanos("further up");
                }
                assertThat(last).as("at the top").isGreaterThanOrEqualTo(1_000 * MS);
            }
            assertThat(api().get(proxy.path() + "/toxics").body())
                    .as("what was given, not what acts now")
                    .contains("\"latency\":1000,");
        }
    }

    @Test
    void aScheduleCanBeChangedAndTakenAway() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        api().post(proxy.path() + "/toxics", "{\"type\":\"stall\",\"schedule\":{\"onMs\":400,\"offMs\":400}}");
        String toxic = proxy.path() + "/toxics/stall_downstream";
        assertThat(api().patch(toxic, "{\"schedule\":{\"onMs\":100,\"offMs\":50}}")
                        .body())
                .endsWith("\"schedule\":{\"onMs\":100,\"offMs\":50}}");
        assertThat(api().patch(toxic, "{\"schedule\":{}}").body()).endsWith("\"toxicity\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "corrupt | \"rate_ppm\":0 | attribute rate_ppm is 0; expected 1 to 1000000",
                "loss | \"loss_ppm\":1,\"segment\":10 | attribute segment is 10; expected 64 to 65535",
                "stall | \"every\":-1 | attribute every is -1; expected 0 to 86400000",
                "drop_connection | \"how\":\"gently\" | attribute how is 'gently'; expected one of reset, close",
                "latency | \"jitter_us\":-5 | attribute jitter_us is -5; expected 0 to 3600000000",
            })
    void whatCannotWorkIsRefusedAndChangesNothing(String type, String attributes, String message) {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        Answer refused =
                api().post(proxy.path() + "/toxics", "{\"type\":\"" + type + "\",\"attributes\":{" + attributes + "}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains(message);
        assertThat(api().get(proxy.path() + "/toxics").body()).isEqualTo("[]");
    }

    @Test
    void ownAttributesAreUnseenUntilTheyAreGiven() {
        MadeProxy proxy = api().proxy("127.0.0.1:1");
        assertThat(api().post(proxy.path() + "/toxics", "{\"type\":\"latency\",\"attributes\":{\"latency\":5}}")
                        .body())
                .startsWith("{\"attributes\":{\"latency\":5,\"jitter\":0},");
        assertThat(api().patch(
                                proxy.path() + "/toxics/latency_downstream",
                                "{\"attributes\":{\"jitter_us\":20,\"distribution\":\"normal\"}}")
                        .body())
                .startsWith(
                        "{\"attributes\":{\"latency\":5,\"jitter\":0,\"jitter_us\":20,\"distribution\":\"normal\"},");
    }
}
