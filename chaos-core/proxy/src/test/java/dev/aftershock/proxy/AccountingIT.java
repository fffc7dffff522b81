package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whatever is added, changed, renewed, expired and removed meanwhile: every byte is accounted for. */
class AccountingIT extends EmbeddedServer {
    private static final boolean NIGHTLY = Boolean.getBoolean("aftershock.nightly");
    private static final int SEEDS = NIGHTLY ? 200 : 6;
    private static final int CONNECTIONS = 4;
    private static final byte[] SENT = Peer.pattern(3_000_000);

    @Test
    void whatDropsNothingDeliversEveryByteInOrder() {
        LongStream.range(0, SEEDS).forEach(seed -> {
            try (Upstream upstream = Upstream.manual()) {
                run(seed, upstream);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        });
    }

    private void run(long seed, Upstream upstream) throws Exception {
        MadeProxy proxy = api().proxy(upstream.address());
        proxy.patch("{\"halfClose\":true}");
        SplittableRandom random = new SplittableRandom(seed);
        List<CompletableFuture<byte[]>> arrived = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Peer client = proxy.connect();
            Peer server = upstream.accept();
            peers.add(server);
            peers.add(client);
            arrived.add(async(server::receiveAll));
            async(() -> {
                client.send(SENT).shutdownOutput();
                return SENT;
            });
        }
        for (int i = 0; i < 40; i++) {
            change(proxy, random);
        }
        assertThat(api().post("/reset", "").status()).isEqualTo(204);
        proxy.patch("{\"bandwidth\":{\"rateKbps\":0}}");
        for (CompletableFuture<byte[]> one : arrived) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(SENT);
        }
        peers.forEach(Peer::close);
        account(proxy);
    }

    /** One change that loses no byte. */
    private void change(MadeProxy proxy, SplittableRandom random) {
        String toxics = proxy.path() + "/toxics";
        int which = random.nextInt(3);
        String ttl = random.nextBoolean() ? ",\"ttlMs\":" + random.nextInt(1, 100) + ",\"leaseId\":\"l\"" : "";
        switch (random.nextInt(8)) {
            case 0, 1 -> api().post(toxics, toxic(which, random) + ttl + "}");
            case 2 -> api().patch(toxics + "/t" + which, toxic(which, random) + "}");
            case 3 -> api().delete(toxics + "/t" + which);
            case 4 -> proxy.patch("{\"bandwidth\":{\"rateKbps\":" + random.nextInt(0, 200_000) + "}}");
            case 5 -> proxy.patch("{\"bandwidth\":{\"rateKbps\":5000,\"shared\":\"s" + random.nextInt(2) + "\"}}");
            case 6 -> api().post("/leases/l", "{\"ttlMs\":20}");
            default -> api().get(proxy.path() + "/connections");
        }
    }

    private static String toxic(int which, SplittableRandom random) {
        String start = "{\"name\":\"t" + which + "\",\"stream\":\"upstream\",\"type\":";
        return start
                + switch (which) {
                    case 0 ->
                        "\"latency\",\"attributes\":{\"latency\":" + random.nextInt(50) + ",\"jitter\":"
                                + random.nextInt(50) + "}";
                    case 1 -> "\"bandwidth\",\"attributes\":{\"rate\":" + random.nextInt(0, 20_000) + "}";
                    default -> "\"slicer\",\"attributes\":{\"average_size\":" + random.nextInt(500, 5_000) + "}";
                };
    }

    private void account(MadeProxy proxy) throws IOException {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server().connections(proxy.name()).stream()
                .allMatch(one -> one.closedNanos().isPresent()));
        assertThat(server().connections(proxy.name())).hasSize(CONNECTIONS).allSatisfy(one -> {
            assertThat(one.upstream()).isEqualTo(new ConnectionEvidence.Flow(SENT.length, SENT.length));
            assertThat(one.closeReason()).contains("client closed");
        });
    }

    /** A thread of its own: the common pool of a small machine would run them one after the other. */
    private static CompletableFuture<byte[]> async(Supplier<byte[]> work) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.completeAsync(work, Runnable::run), "test-peer");
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
