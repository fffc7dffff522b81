package dev.aftershock.cluster;

import static dev.aftershock.toxiproxy.Stream.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.Leftovers;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.toxiproxy.LinkDown;
import dev.aftershock.toxiproxy.LinkTimeout;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Service on a node that runs pods, led over the real Toxiproxy in a pod, as its clients feel it at its address. */
class ServiceLinkIT {

    private static final Duration PACE = Duration.ofMillis(4);

    private static final KubernetesLab LAB = KubernetesLab.ofNodes(1);
    private static final Map<String, String> SELECTOR = Map.of("app", "shop", "tier", "web");

    private static Cluster cluster;
    private static KubernetesClient client;
    private static Shop shop;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        ClusterExtension.requireParts(LAB);
        ImageArchive image = Toxiproxy.image();
        cluster = ClusterExtension.start(LAB);
        cluster.add(image);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
        shop = new Shop(client, cluster.namespace());
        shop.open();
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            client.close();
            cluster.close();
        }
    }

    @Test
    void latencySilenceAndACutAreFeltAtTheAddressOfTheServiceAndNoRequestFailsByTheWayThereAndBack() throws Exception {
        long direct = fastest(Shop.HTTP);
        LinkSession link = served("led over the proxy", this::open);
        try {
            long proxied = fastest(Shop.HTTP);
            assertThat(proxied).isLessThan(90);

            ActingFault latency = link.slowBy(Duration.ofMillis(100));
            long slow = fastest(Shop.HTTP);
            System.out.printf(
                    "a request took %d ms, %d over the proxy, and %d with 100 ms of latency%n", direct, proxied, slow);
            assertThat(slow).isBetween(100L, 190L);
            assertThat(fastest(Shop.ADMIN)).as("another port").isLessThan(90);
            assertThat(fastest(Shop.LOW)).as("a third port").isLessThan(90);
            latency.heal();
            assertThat(fastest(Shop.HTTP)).isLessThan(90);

            ActingFault silence = link.inject("timeout", new LinkTimeout(LinkSession.LINK, Duration.ZERO, UPSTREAM));
            assertThatThrownBy(() -> shop.request(Shop.HTTP)).isInstanceOf(SocketTimeoutException.class);
            assertThat(shop.request(Shop.ADMIN)).isNotNegative();
            silence.heal();
            assertThat(fastest(Shop.HTTP)).isLessThan(90);

            ActingFault cut = link.inject("down", new LinkDown(LinkSession.LINK));
            assertThatThrownBy(() -> shop.request(Shop.HTTP)).isInstanceOf(ConnectException.class);
            assertThat(shop.request(Shop.ADMIN)).isNotNegative();
            cut.heal();
            assertThat(fastest(Shop.HTTP)).isLessThan(90);
        } finally {
            served("led back", () -> {
                link.close();
                return link;
            });
        }
        restored();
    }

    /** Does something while clients make one request after the other, none of which may fail. */
    private static <T> T served(String what, Callable<T> doing) throws Exception {
        InetSocketAddress address = shop.address(Shop.HTTP);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<String> failed = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> clients = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try {
                    Shop.request(address, Shop.PATIENT_MILLIS);
                    answered.incrementAndGet();
                    // The web servers here take few connections at once, and drop what is beyond.
                    LockSupport.parkNanos(PACE.toNanos());
                } catch (IOException e) {
                    failed.add(e.toString());
                }
            }
        });
        try {
            T done = doing.call();
            int before = answered.get();
            await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() > before + 200);
            return done;
        } finally {
            over.set(true);
            clients.join();
            System.out.printf(
                    "%d requests while it was %s, %d failed%n", answered.get() + failed.size(), what, failed.size());
            assertThat(failed).isEmpty();
        }
    }

    @Test
    void ofARunThatIsKilledTheGuardTakesTheFaultAndRecoverTheProxy() throws Exception {
        Process run = fork();
        long killed;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("acts");
            assertThat(shop.request(Shop.HTTP)).isGreaterThanOrEqualTo(300);
        } finally {
            run.destroyForcibly();
            killed = System.nanoTime();
        }
        assertThat(run.waitFor()).isNotZero();
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(16))
                .ignoreExceptions()
                .until(() -> shop.request(Shop.HTTP) < 200);
        System.out.printf(
                "the guard had taken the latency away %d ms after the kill%n",
                (System.nanoTime() - killed) / 1_000_000);
        assertThat(shop.selector()).containsOnlyKeys("aftershock.dev/service-link");

        Leftovers leftovers = new Leftovers(Registry.onClassPath(), new StateDirectory(folder.resolve("state")));
        Leftovers.Report report = leftovers.recover();

        assertThat(report.manual()).isEmpty();
        assertThat(report.healed()).anyMatch(line -> line.contains("finds its own pods"));
        restored();
        assertThat(leftovers.recover().healed()).isEmpty();
    }

    private LinkSession open() throws Exception {
        return LinkSession.open(cluster.kubeconfig(), cluster.namespace(), folder);
    }

    private Process fork() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LinkSession.class.getName(),
                        cluster.kubeconfig().toString(),
                        cluster.namespace(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Of five requests: a busy machine is slow now and then, and a latency always. */
    private static long fastest(int port) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            fastest = Math.min(fastest, shop.request(port));
        }
        return fastest;
    }

    private static void restored() throws IOException {
        assertThat(shop.selector()).isEqualTo(SELECTOR);
        assertThat(shop.service().getMetadata().getLabels()).isNullOrEmpty();
        assertThat(shop.service().getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(shop.left()).isEmpty();
        assertThat(shop.request(Shop.HTTP)).isNotNegative();
    }
}
