package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.NodeKeeper;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
    void whenARegionFallsSilentItsPodsMove(TestNamespace space) throws IOException {
        WebServers web = new WebServers(space.client());
        web.apply();
        await().atMost(SOON).until(() -> web.ready("*").size() == 2);

        for (String node : inEast(space)) {
            space.nodes().orElseThrow().stop(node);
        }
        await().atMost(SOON)
                .until(() -> web.ready("*").size() == 2
                        && web.ready("*").stream()
                                .allMatch(pod -> region(space, pod.getSpec().getNodeName())
                                        .equals("west")));

        for (String node : inEast(space)) {
            space.nodes().orElseThrow().start(node);
        }
        await().atMost(SOON)
                .until(() -> space.client().nodes().list().getItems().stream().allMatch(Readiness::isNodeReady));
    }

    @Test
    void aNodeThatIsStoppedTwiceIsStoppedAndOneThatIsStartedTwiceRuns(TestNamespace space) throws IOException {
        NodeKeeper keeper = space.nodes().orElseThrow();
        assertThat(keeper.nodes()).hasSize(6).contains("simulated-2");

        keeper.stop("simulated-2");
        keeper.stop("simulated-2");

        assertThat(keeper.runs("simulated-2")).isFalse();
        assertThat(keeper.runs("simulated-1")).isTrue();

        space.client().nodes().withName("simulated-2").delete();
        await().atMost(SOON)
                .until(() -> space.client().nodes().withName("simulated-2").get() == null);
        keeper.start("simulated-2");
        keeper.start("simulated-2");

        assertThat(keeper.runs("simulated-2")).isTrue();
        await().atMost(SOON).until(() -> ready(space, "simulated-2"));
        assertThatThrownBy(() -> keeper.stop("simulated-7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node 'simulated-7'; known: [simulated-1");
    }

    @Test
    void aPodThatTheNodeControllerMarkedIsReadyAgainWhileItsNodeLives(TestNamespace space) {
        WebServers web = new WebServers(space.client());
        web.apply();
        await().atMost(SOON).until(() -> web.ready("*").size() == 2);
        String marked = web.ready("*").get(0).getMetadata().getName();

        space.client().pods().withName(marked).editStatus(pod -> {
            pod.getStatus().getConditions().stream()
                    .filter(condition -> condition.getType().equals("Ready"))
                    .forEach(condition -> condition.setStatus("False"));
            return pod;
        });

        await().atMost(SOON).until(() -> web.ready("*").stream()
                .anyMatch(pod -> pod.getMetadata().getName().equals(marked)));
        assertThat(web.ready("*")).hasSize(2);
    }

    private static boolean ready(TestNamespace space, String node) {
        return Readiness.isNodeReady(space.client().nodes().withName(node).get());
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

    private static List<String> inEast(TestNamespace space) {
        return space.client().nodes().withLabel(NodeSpec.REGION_LABEL, "east").list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .toList();
    }
}
