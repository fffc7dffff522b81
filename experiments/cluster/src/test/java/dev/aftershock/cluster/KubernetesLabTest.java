package dev.aftershock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.lab.LabException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesLabTest {

    private static final Duration SILENCE = Duration.ofSeconds(8);
    private static final Duration WAIT = Duration.ofSeconds(2);

    @Test
    void nodesAreInTheRegionsByTurns() {
        KubernetesLab lab = new KubernetesLab(3, List.of("north", "south"), 7, "shop", 0, SILENCE, WAIT);

        assertThat(lab.realNodes()).extracting(NodeSpec::zone).containsExactly("north-a", "south-a", "north-a");
        assertThat(lab.simulated())
                .extracting(NodeSpec::zone)
                .containsExactly("north-a", "south-a", "north-b", "south-b", "north-c", "south-c", "north-a");
    }

    @Test
    void thePlanShowsTheClusterAndItsNodesByRegion() {
        List<TargetInfo> targets = new KubernetesLab.Provider().describe("shop", KubernetesLab.ofNodes(2));

        assertThat(targets).extracting(TargetInfo::name).containsExactly("shop", "shop.node-1", "shop.node-2");
        assertThat(targets).allMatch(target -> target.offers(ClusterTarget.class) && target.offers(NodeKeeper.class));
        assertThat(targets.stream()
                        .filter(target -> target.answersTo("region=west"))
                        .collect(Collectors.toList()))
                .extracting(TargetInfo::name)
                .containsExactly("shop.node-2");
    }

    @Test
    void whatNoClusterCanBeIsRefusedByTheNameOfItsSetting() {
        assertRefused(0, 0, "shop", "'nodes' and 'simulated-nodes' are both 0");
        assertRefused(10, 0, "shop", "'nodes' is 10; expected 0 to 9");
        assertRefused(1, 5001, "shop", "'simulated-nodes' is 5001; expected 0 to 5000");
        assertRefused(1, 0, "My Shop", "'namespace' holds 'My Shop'");
        assertThatThrownBy(() -> new KubernetesLab(1, List.of(), 0, "shop", 0, Duration.ofSeconds(1), WAIT))
                .hasMessageContaining("'silent-after' must be at least 4s");
        assertThatThrownBy(() -> new KubernetesLab(1, List.of(), 0, "shop", 0, SILENCE, Duration.ofMillis(1500)))
                .hasMessageContaining("'evict-after' must be a whole number of seconds");
    }

    @Test
    void whereThePartsAreMissingEachIsNamedAndWhatToDo(@TempDir Path empty) {
        assertThatThrownBy(() -> new Programs(empty).require(KubernetesLab.ofSimulatedNodes(3)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("kube-apiserver, kube-controller-manager, kube-scheduler")
                .hasMessageContaining("kwok")
                .hasMessageContaining(".ci/setup kubernetes")
                .hasMessageContaining("AFTERSHOCK_KUBERNETES")
                .hasMessageContaining(empty.toString());
    }

    @Test
    void anyOtherFolderIsLeftAlone(@TempDir Path precious) {
        assertThatThrownBy(() -> ClusterLeftovers.remove(precious))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("Nothing was touched");
        assertThat(precious).exists();
    }

    @Test
    void simulatedNodesPlayAsManyWebServersAsFitAndOfferNoneThatAnswers() {
        assertThatThrownBy(() -> KubernetesLab.ofSimulatedNodes(2, 201))
                .hasMessageContaining("'web-servers' is 201; expected 0 to 200");
        assertThatThrownBy(() -> new KubernetesLab(1, List.of(), 100, "shop", 51, SILENCE, WAIT))
                .hasMessageContaining("'web-servers' is 51; expected 0 to 50");
        assertThat(new KubernetesLab.Provider().describe("shop", KubernetesLab.ofSimulatedNodes(2, 200)))
                .extracting(TargetInfo::name)
                .containsExactly("shop");
    }

    private static void assertRefused(int nodes, int simulated, String namespace, String why) {
        assertThatThrownBy(() -> new KubernetesLab(nodes, List.of(), simulated, namespace, 0, SILENCE, WAIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
