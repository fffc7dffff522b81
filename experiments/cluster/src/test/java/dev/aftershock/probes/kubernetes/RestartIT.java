package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A probe beside a real API server that is killed and comes back. */
class RestartIT {

    private static final Duration STALE = Duration.ofSeconds(2);
    private static final KubernetesReady ORDERS =
            new KubernetesReady("cluster", Optional.empty(), Optional.of("app=orders"), Optional.empty(), STALE, false);

    @TempDir
    private Path directory;

    private ApiServer server;
    private ProbedNamespace cluster;

    @BeforeEach
    void open() throws Exception {
        server = ApiServer.open(directory);
        cluster = ProbedNamespace.of(server.kubeconfig());
        cluster.client.resource(pod()).create();
        tell("True");
    }

    @AfterEach
    void close() {
        try {
            if (cluster != null) {
                cluster.close();
            }
        } finally {
            if (server != null) {
                server.close();
            }
        }
    }

    @Test
    void anApiServerThatIsAwayIsNoOutageAndWhatChangedIsSeenWhenItIsBack() throws Exception {
        try (ProbedNamespace.Watching orders = cluster.watch(new KubernetesReady.Provider(), ORDERS)) {
            orders.awaitAnswer(Outcome.OK);
            server.kill();
            long killed = cluster.clock.nanos();
            Sample blind = orders.awaitAnswer(RestartIT::notObserved);
            long restarted = cluster.clock.nanos();
            server.start();
            long back = cluster.clock.nanos();
            Sample good = orders.awaitAnswer(Outcome.OK);
            System.out.println("API server killed, blind after " + (blind.due() - killed) / 1e6 + " ms; away for "
                    + (back - killed) / 1e6 + " ms, sighted by " + (good.done() - back) / 1e6
                    + " ms after it was back");
            assertThat(orders.sampler.settled()).noneMatch(sample -> sample.outcome() == Outcome.FAIL_FAST);
            assertThat(orders.sampler.settled())
                    .filteredOn(sample -> sample.due() >= blind.due() && sample.due() < restarted)
                    .allMatch(sample -> sample.outcome() == Outcome.NOT_SENT);
            tell("False");
            orders.awaitAnswer(Outcome.FAIL_FAST);
            tell("True");
            orders.awaitAnswer(Outcome.OK);
        }
    }

    @Test
    void anApiServerThatHasLostItsStoreIsNotBelieved() throws Exception {
        try (ProbedNamespace.Watching orders = cluster.watch(new KubernetesReady.Provider(), ORDERS)) {
            orders.awaitAnswer(Outcome.OK);
            server.killStore();
            long killed = cluster.clock.nanos();
            orders.awaitAnswer(RestartIT::notObserved);
            assertThat(orders.sampler.settled())
                    .filteredOn(sample ->
                            sample.due() > killed + STALE.plusMillis(500).toNanos())
                    .noneMatch(sample -> sample.outcome() == Outcome.OK);
            server.startStore();
            orders.awaitAnswer(Outcome.OK);
        }
    }

    @Test
    void anIdleProbeAsksTwiceInTheTimeThatWhatItSawCounts() throws Exception {
        Duration stale = Duration.ofSeconds(5);
        KubernetesReady settings = new KubernetesReady(
                "cluster", Optional.empty(), Optional.of("app=orders"), Optional.empty(), stale, false);
        try (ProbedNamespace.Watching orders = cluster.watch(new KubernetesReady.Provider(), settings)) {
            orders.awaitAnswer(Outcome.OK);
            long from = cluster.clock.nanos();
            long before = requestsForPods();
            orders.awaitAnswer(sample -> sample.due() > from + 4 * stale.toNanos());
            long asked = requestsForPods() - before;
            System.out.println("idle, with 200 attempts a second: " + asked + " requests in "
                    + (cluster.clock.nanos() - from) / 1e9 + " s");
            assertThat(asked).isBetween(6L, 9L);
        }
    }

    @Test
    void aUserWhoMayNotWatchIsToldWhatIsMissing() throws Exception {
        String kubeconfig = Files.readString(server.kubeconfig());
        Path wrong = Files.writeString(
                directory.resolve("wrong"), kubeconfig.replaceAll("token: .*}}", "token: not-to-be-told}}"));
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> cluster.probe(new KubernetesReady.Provider(), ORDERS, wrong)))
                .hasMessageContaining("does not know the user (401)")
                .hasMessageNotContaining("not-to-be-told");
        Path anonymous = Files.writeString(
                directory.resolve("anonymous"), kubeconfig.replaceAll("user: \\{token: .*}}", "user: {}}"));
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> cluster.probe(new KubernetesReady.Provider(), ORDERS, anonymous)))
                .hasMessageContaining("the probe needs list, watch on pods in namespace " + cluster.name);
        KubernetesReady odd =
                new KubernetesReady("cluster", Optional.empty(), Optional.of("app=="), Optional.of(1), STALE, false);
        KubernetesReady broken =
                new KubernetesReady("cluster", Optional.empty(), Optional.of("app in ("), Optional.of(1), STALE, false);
        for (KubernetesReady settings : List.of(odd, broken)) {
            assertThat(catchThrowableOfType(
                            InvalidInputException.class,
                            () -> cluster.probe(new KubernetesReady.Provider(), settings, server.kubeconfig())))
                    .isNotNull();
        }
    }

    private static boolean notObserved(Sample sample) {
        return sample.detail().startsWith("not observed");
    }

    private long requestsForPods() {
        return cluster.client
                .raw("/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{") && line.contains("resource=\"pods\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("one")
                .withNamespace(cluster.name)
                .withLabels(Map.of("app", "orders"))
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("one")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    private void tell(String ready) {
        cluster.client.pods().inNamespace(cluster.name).withName("one").editStatus(pod -> new PodBuilder(pod)
                .editOrNewStatus()
                .withConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(ready)
                        .build())
                .endStatus()
                .build());
    }
}
