package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStressTest {

    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> NODES = Optional.of("zone=east-a");

    @Test
    void whereAndWhatIsSaidOnce() {
        PodChoice orders = new PodChoice("app=orders", NONE, NONE, NONE, "50%", Optional.empty());
        assertThatThrownBy(() -> stress(NONE, Optional.empty(), "1", "10m"))
                .hasMessage("neither 'nodes' nor 'beside' is given; expected one of them");
        assertThatThrownBy(() -> stress(NODES, Optional.of(orders), "1", "10m"))
                .hasMessage("both 'nodes' and 'beside' are given; expected one of them");
        assertThatThrownBy(() -> stress(Optional.of(" "), Optional.empty(), "1", "10m"))
                .hasMessageContaining("would be everything");
        assertThatThrownBy(() -> new NodeStress(
                        "shop", NODES, Optional.empty(), "cli:1", NONE, NONE, "10m", Duration.ofSeconds(60)))
                .hasMessage("neither 'cpu' nor 'memory' is given; expected one of them, or both");
        assertThat(plan(stress(NONE, Optional.of(orders), "1500m", "10m")))
                .isEqualTo(
                        "take cpu 1500m and memory 512Mi of each of the nodes of 50% of the pods app=orders, by a pod"
                                + " there");
        assertThat(plan(stress(NODES, Optional.empty(), "2", "10m")))
                .isEqualTo("take cpu 2 and memory 512Mi of each of the nodes zone=east-a, by a pod there");
    }

    private static String plan(NodeStress settings) {
        return new NodeStress.Provider().plan(settings, List.of()).action();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "99m", "257", "1.5", "-1", "2 cores", "1;reboot"})
    void whatIsNoPartOfProcessorsIsRefused(String cpu) {
        assertThatThrownBy(() -> stress(NODES, Optional.empty(), cpu, "10m"))
                .hasMessage("'cpu' is '" + cpu + "'; expected processors, such as 2 or 1500m, from 100m to 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0Mi", "512", "512M", "1025Gi", "-1Gi", "1 Gi"})
    void whatIsNoPartOfMemoryIsRefused(String memory) {
        assertThatThrownBy(() -> NodeLoad.mebibytes("memory", memory))
                .hasMessage("'memory' is '" + memory + "'; expected memory, such as 512Mi or 2Gi, from 1Mi to 1024Gi");
    }

    @Test
    void aPodClaimsNoMoreThanItMayUse() {
        assertThatThrownBy(() -> stress(NODES, Optional.empty(), "1", "1001m"))
                .hasMessage("'cpu-request' is '1001m'; expected at most what the pod may use, 1000m");
        assertThatThrownBy(() -> stress(NODES, Optional.empty(), "1", "0")).hasMessageContaining("from 1m to 256");
    }

    @Test
    void aNodeThatHasNotSoMuchIsNamedWithItsFigures() {
        NodeLoad load = new NodeLoad(4_000, 2_048);
        assertThat(load.tooMuchFor(node("3920m", "2097152Ki")))
                .contains(
                        "node node-1 would have to give cpu 4000m where it has 3920m for pods, and memory 2144Mi, 96Mi"
                                + " of it for the program itself, where it has 2048Mi for pods");
        assertThat(load.tooMuchFor(node("4", "2144Mi"))).isEmpty();
        assertThat(load.tooMuchFor(node("4", "2143Mi"))).isPresent();
    }

    private static Node node(String cpu, String memory) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .endMetadata()
                .withNewStatus()
                .withAllocatable(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .endStatus()
                .build();
    }

    @Test
    void thePodMayUseWhatWasAskedForAndNothingElseAndEndsByItself() {
        Thing thing = new Thing(Thing.Sort.POD, "shop", "aftershock-node-stress-1");
        NodeStress settings = stress(NODES, Optional.empty(), "1500m", "10m");
        PodSpec pod = new StressPod(thing, new Mark(StressPod.KIND, "run.fault"), "node-1", settings)
                .manifest()
                .getSpec();

        assertThat(pod.getNodeName()).isEqualTo("node-1");
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getActiveDeadlineSeconds()).isEqualTo(960);
        assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(1);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getVolumes()).isEmpty();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        Container container = pod.getContainers().get(0);
        assertThat(container.getArgs())
                .containsExactly("stress", "--threads=2", "--mebibytes=512", "--lasts=960s", "--port=8474");
        assertThat(container.getResources().getLimits())
                .isEqualTo(Map.of("cpu", new Quantity("1500m"), "memory", new Quantity("608Mi")));
        assertThat(container.getResources().getRequests())
                .isEqualTo(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")));
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    private static NodeStress stress(
            Optional<String> nodes, Optional<PodChoice> beside, String cpu, String cpuRequest) {
        return new NodeStress(
                "shop",
                nodes,
                beside,
                "cli:1",
                Optional.of(cpu),
                Optional.of("512Mi"),
                cpuRequest,
                Duration.ofSeconds(60));
    }
}
