package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random toxics come, change and go under random traffic: no byte is lost, nothing hangs, no loop waits.
 *
 * <p>Half of the seeds are new in each run; {@code -Daftershock.seed=N} runs the one that failed.
 */
class ToxicModelIT extends EmbeddedServer {
    private static final boolean NIGHTLY = Boolean.getBoolean("aftershock.nightly");
    private static final int SEEDS = NIGHTLY ? 100 : 4;
    private static final int CHANGES = NIGHTLY ? 200 : 60;
    private static final int CONNECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LoopWatch watch = new LoopWatch();

    @AfterEach
    void noLoopWaited() {
        watch.close();
        assertThat(watch.samples()).isPositive();
        assertThat(watch.found()).as("stacks of event loops that wait").isEmpty();
    }

    static LongStream seeds() {
        return DrawnSeeds.of(SEEDS);
    }

    @ParameterizedTest(name = "-Daftershock.seed={0}")
    @MethodSource("seeds")
    void everyByteArrivesWhateverTheToxicsDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            ToxicModel model = new ToxicModel(proxy, random.split(), strict());
            List<Peer> clients = new ArrayList<>();
            List<Flow> flows = new ArrayList<>();
            try {
                for (int i = 0; i < CHANGES; i++) {
                    if (i % (CHANGES / CONNECTIONS) == 0) {
                        Peer client = proxy.connect();
                        Peer server = upstream.accept();
                        clients.add(client);
                        flows.add(new Flow("up " + i, client, server, random.nextLong()));
                        flows.add(new Flow("down " + i, server, client, random.nextLong()));
                    }
                    flows.get(random.nextInt(flows.size())).ask(size(random));
                    flows.get(random.nextInt(flows.size())).ask(size(random));
                    model.change();
                }
                model.removeAll();
                flows.forEach(Flow::finish);
                flows.forEach(flow -> flow.expectAllArrived(PATIENCE));
            } catch (AssertionError | RuntimeException e) {
                throw failed(seed, model, e);
            } finally {
                clients.forEach(Peer::close);
            }
        }
    }

    /** A client that sends and leaves at once: all of it arrives, and then the end, however the toxics change. */
    @ParameterizedTest(name = "-Daftershock.seed={0}")
    @MethodSource("seeds")
    void theEndOfAStreamComesAfterAllOfIt(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        try (Upstream upstream = Upstream.manual()) {
            MadeProxy proxy = api().proxy(upstream.address());
            ToxicModel model = new ToxicModel(proxy, random.split(), strict());
            List<CompletableFuture<byte[]>> received = new ArrayList<>();
            List<byte[]> sent = new ArrayList<>();
            try {
                for (int i = 0; i < CHANGES / 2; i++) {
                    byte[] bytes = new byte[size(random)];
                    random.nextBytes(bytes);
                    Peer client = proxy.connect();
                    Peer server = upstream.accept();
                    sent.add(bytes);
                    received.add(CompletableFuture.supplyAsync(server::receiveAll, ToxicModelIT::daemon));
                    daemon(() -> client.send(bytes).close());
                    model.change();
                }
                model.removeAll();
                for (int i = 0; i < sent.size(); i++) {
                    byte[] all = received.get(i)
                            .completeOnTimeout(new byte[0], PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join();
                    assertThat(Arrays.mismatch(all, sent.get(i)))
                            .as(
                                    "where %d bytes that came on connection %d differ from %d sent",
                                    all.length, i, sent.get(i).length)
                            .isEqualTo(-1);
                }
            } catch (AssertionError | RuntimeException e) {
                throw failed(seed, model, e);
            }
        }
    }

    /** Each peer may lose its connection, but never hold up a call or another connection. */
    @ParameterizedTest(name = "-Daftershock.seed={0}")
    @MethodSource("seeds")
    void peersThatNeverReadHoldUpNobody(long seed) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        try (Upstream upstream = Upstream.manual();
                Upstream echo = Upstream.echo()) {
            MadeProxy proxy = api().proxy(upstream.address());
            MadeProxy other = api().proxy(echo.address());
            ToxicModel model = new ToxicModel(proxy, random.split(), strict());
            List<Peer> clients = new ArrayList<>();
            try (Peer witness = other.connect()) {
                for (int i = 0; i < CHANGES / 2; i++) {
                    if (i % 8 == 0) {
                        Peer client = proxy.connect();
                        Peer server = upstream.accept();
                        clients.add(client);
                        daemon(() -> flood(client));
                        daemon(() -> flood(server));
                    }
                    model.change();
                    assertThat(witness.echoNanos("still here")).isLessThan(2_000_000_000L);
                }
                model.removeAll();
                assertThat(api().delete(proxy.path()).status()).isEqualTo(204);
                for (Peer client : clients) {
                    assertThat(client.stateWithin(5_000)).isNotEqualTo(Peer.State.OPEN);
                }
            } catch (AssertionError | RuntimeException e) {
                throw failed(seed, model, e);
            } finally {
                clients.forEach(Peer::close);
            }
        }
    }

    /** Writes until the connection is cut, which is how it must end. */
    private static void flood(Peer peer) {
        byte[] block = new byte[256 * 1024];
        try {
            while (true) {
                peer.send(block);
            }
        } catch (UncheckedIOException cut) {
            peer.close();
        }
    }

    private static AssertionError failed(long seed, ToxicModel model, Throwable why) {
        return new AssertionError("-Daftershock.seed=" + seed + "\n" + why + "\nafter\n" + model.history(), why);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "test-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    /** Mostly small, sometimes more than the read buffers. */
    private static int size(SplittableRandom random) {
        return 1 + random.nextInt(1 << random.nextInt(4, 21));
    }
}
