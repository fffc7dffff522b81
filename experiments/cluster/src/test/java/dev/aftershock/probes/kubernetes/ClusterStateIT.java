package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Probes of endpoints and nodes beside a real control plane. */
@ExtendWith(ClusterExtension.class)
class ClusterStateIT {

    private static final Duration STALE = Duration.ofSeconds(5);

    private ProbedNamespace cluster;

    @BeforeEach
    void open(TestNamespace space) {
        cluster = ProbedNamespace.of(space.file());
    }

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.client.nodes().withName(cluster.name).delete();
            cluster.close();
        }
    }

    @Test
    void aServiceIsMissedWhileItHasTooFewReadyEndpoints() throws Exception {
        cluster.deploy("orders", 3);
        cluster.client
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("orders")
                        .withNamespace(cluster.name)
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("app", "orders"))
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        try (ProbedNamespace.Watching orders = cluster.watch(
                new KubernetesEndpoints.Provider(), new KubernetesEndpoints("cluster", "orders", 2, STALE))) {
            orders.awaitAnswer(Outcome.OK);
            cluster.scale("orders", 1);
            assertThat(orders.awaitAnswer(sample -> sample.detail().startsWith("1 "))
                            .detail())
                    .isEqualTo("1 endpoints of service/orders ready instead of at least 2");
            cluster.scale("orders", 2);
            orders.awaitAnswer(Outcome.OK);
            cluster.scale("orders", 0);
            assertThat(orders.awaitAnswer(sample -> sample.detail().startsWith("0 "))
                            .outcome())
                    .isEqualTo(Outcome.FAIL_FAST);
            assertThat(orders.sampler.samples())
                    .as("a slice without endpoints is understood")
                    .noneMatch(sample -> sample.detail().startsWith("not observed"));
        }
    }

    @Test
    void aNodeWhoseHeartbeatsCeaseIsMissedFromWhenTheControllerSaysSo() throws Exception {
        cluster.client.resource(node()).create();
        // The controllers write to a new node too, and one of two who do so at once is refused.
        await().atMost(ProbedNamespace.PATIENCE)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> cluster.client.nodes().withName(cluster.name).editStatus(ClusterStateIT::ready) != null);
        try (ProbedNamespace.Watching nodes = cluster.watch(
                new KubernetesNodes.Provider(),
                new KubernetesNodes("cluster", Optional.of("probed=" + cluster.name), Optional.empty(), STALE))) {
            nodes.awaitAnswer(Outcome.OK);
            Instant wall = Instant.now();
            long origin = cluster.clock.nanos();
            Sample missed = nodes.awaitAnswer(Outcome.FAIL_FAST);
            assertThat(missed.detail())
                    .isEqualTo("0 nodes with probed=" + cluster.name + " ready instead of at least 1; not ready: "
                            + cluster.name);
            Instant told = toldAt();
            Instant seen = wall.plusNanos(missed.done() - origin);
            System.out.println("the controller says " + told + ", seen at " + seen);
            // The API server's times are whole seconds, and a busy machine tells them late.
            assertThat(seen).isBetween(told, told.plusSeconds(5));
            cluster.client.nodes().withName(cluster.name).delete();
            assertThat(nodes.awaitAnswer(sample -> !sample.detail().contains("not ready:"))
                            .detail())
                    .as("a node that is removed is missed")
                    .isEqualTo("0 nodes with probed=" + cluster.name + " ready instead of at least 1");
        }
    }

    private Node node() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(cluster.name)
                .withLabels(Map.of("probed", cluster.name))
                .endMetadata()
                .withNewSpec()
                .addNewTaint()
                .withKey("probed")
                .withEffect("NoSchedule")
                .endTaint()
                .endSpec()
                .build();
    }

    private static Node ready(Node node) {
        String now = Instant.now().toString();
        return new NodeBuilder(node)
                .editOrNewStatus()
                .withConditions(new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("Told")
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .build())
                .endStatus()
                .build();
    }

    private Instant toldAt() {
        return cluster.client.nodes().withName(cluster.name).get().getStatus().getConditions().stream()
                .filter(each -> each.getType().equals("Ready"))
                .map(each -> Instant.parse(each.getLastTransitionTime()))
                .findFirst()
                .orElseThrow();
    }
}
