package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Six simulated nodes in two regions of three zones. */
@ExtendWith(ClusterExtension.class)
class SimulatedNodesIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void everyZoneOfEveryRegionHasANode(TestNamespace space) {
        assertThat(space.client().nodes().list().getItems().stream()
                        .map(node -> node.getMetadata().getLabels().get(NodeSpec.ZONE_LABEL))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("east-a", "east-b", "east-c", "west-a", "west-b", "west-c");
    }

    @Test
    void whenARegionFallsSilentItsPodsMove(TestNamespace space) {
        WebServers web = new WebServers(space.client());
        web.apply();
        await().atMost(SOON).until(() -> web.ready("*").size() == 2);

        mark(space, "east", "gone");
        await().atMost(SOON)
                .until(() -> web.ready("*").size() == 2
                        && web.ready("*").stream()
                                .allMatch(pod -> region(space, pod.getSpec().getNodeName())
                                        .equals("west")));

        mark(space, "east", "fake");
        await().atMost(SOON).until(() -> space.client().nodes().list().getItems().stream()
                .allMatch(io.fabric8.kubernetes.client.readiness.Readiness::isNodeReady));
    }

    @Test
    void everyTestHasANamespaceOfItsOwnThatAllowsFaults(TestNamespace space) {
        assertThat(space.client()
                        .namespaces()
                        .withName(space.namespace())
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsAllEntriesOf(Cluster.ENABLED);
        assertThat(space.client().pods().list().getItems()).isEmpty();
    }

    private static String region(TestNamespace space, String node) {
        return space.client()
                .nodes()
                .withName(node)
                .get()
                .getMetadata()
                .getLabels()
                .get(NodeSpec.REGION_LABEL);
    }

    private static void mark(TestNamespace space, String region, String value) {
        space.client()
                .nodes()
                .withLabel(NodeSpec.REGION_LABEL, region)
                .list()
                .getItems()
                .forEach(node -> space.client()
                        .nodes()
                        .withName(node.getMetadata().getName())
                        // Whoever plays the node writes to it all the time: no version is named.
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"annotations\":{\"kwok.x-k8s.io/node\":\"" + value + "\"}}}"));
    }
}
