package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A drain takes from a node what an administrator's would take, and tells what keeps the rest. */
@ExtendWith(ClusterExtension.class)
class DrainsIT {

    private final NodeDrain.Provider provider = new NodeDrain.Provider();
    private KubernetesClient admin;
    private ShopWorld world;

    @BeforeEach
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
    }

    @AfterEach
    void endShop() {
        world.close();
    }

    @Test
    void podsThatABudgetKeepsAreNamedBeforeAnythingIsTouched() {
        try (Budget strict = Budget.of(world, admin, "strict", 2)) {
            assertThatThrownBy(() -> prepare(world.namespace(), Duration.ofSeconds(30)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("on node " + world.namespace() + ": pod " + world.namespace() + "/orders-")
                    .hasMessageContaining("The disruption budget " + strict.name() + " needs 2 healthy pods and has 2")
                    .satisfies(e ->
                            assertThat(((InvalidInputException) e).problems()).hasSize(2));
        }
        assertThat(world.takesPods()).isTrue();
    }

    @Test
    void aPodThatABudgetKeepsStaysAndIsNamedWhenTheTimeIsOver() throws Exception {
        try (Budget strict = Budget.of(world, admin, "strict", 1)) {
            PreparedFault fault =
                    prepare(world.namespace(), Duration.ofSeconds(1)).get(0);
            assertThatThrownBy(fault::inject)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be evicted: The disruption budget " + strict.name() + " needs 1")
                    .hasMessageContaining("(waited 1s)");
            assertThat(world.readyPods()).isEqualTo(1);
            assertThat(fault.effect()).isEmpty();
            heal(fault);
        }
    }

    @Test
    void podsMoveToAnotherNodeAndTheBudgetIsKeptAllTheWhile() throws Exception {
        String other = anotherNode();
        label(other, "\"contract\"");
        try (Budget strict = Budget.of(world, admin, "strict", 1)) {
            PreparedFault fault =
                    prepare(world.namespace(), Duration.ofSeconds(20)).get(0);
            fault.inject();
            await().until(() -> fault.effect().isPresent());
            assertThat(world.podsOn(other)).as(strict.name()).isNotEmpty();
            await().until(() -> world.readyPods() == 2);
            heal(fault);
        } finally {
            label(other, "null");
        }
    }

    @Test
    void whatADaemonSetRunsStays() throws Exception {
        admin.resource("""
                        apiVersion: apps/v1
                        kind: DaemonSet
                        metadata: {name: agent}
                        spec:
                          selector: {matchLabels: {app: agent}}
                          template:
                            metadata: {labels: {app: agent}}
                            spec:
                              nodeSelector: {world: contract}
                              containers: [{name: agent, image: "agent:1"}]
                        """).inNamespace(world.namespace()).create();
        await().until(() -> world.readyPods() == 3);
        PreparedFault fault = prepare(world.namespace(), Duration.ofSeconds(10)).get(0);
        fault.inject();
        await().until(() -> fault.effect().isPresent());
        await().until(() -> world.readyPods() == 1);
        assertThat(world.podsOn(world.namespace()))
                .extracting(pod -> pod.getMetadata().getLabels().get("app"))
                .containsExactly("agent");
        provider.heal(fault.undo(), HealContext.afterDeath());
    }

    @Test
    void aNodeThatWasCordonedBeforeStaysCordonedAfterwards() throws Exception {
        admin.nodes().withName(world.namespace()).patch("{\"spec\":{\"unschedulable\":true}}");
        await().until(() -> !world.takesPods());
        PreparedFault fault = prepare(world.namespace(), Duration.ofSeconds(10)).get(0);
        fault.inject();
        await().until(() -> fault.effect().isPresent());
        provider.heal(fault.undo(), HealContext.afterDeath());
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isTrue();
        assertThat(admin.nodes().withName(world.namespace()).get().getSpec().getUnschedulable())
                .isTrue();
    }

    @Test
    void aNodeThatAnotherFaultHasCordonedIsRefused() throws Exception {
        NodeCordon.Provider cordons = new NodeCordon.Provider();
        FaultContext context = new FaultContext("20261128-120000-abcdef", "fault", world.targets());
        NodeCordon settings = new NodeCordon("shop", world.namespace());
        PreparedFault cordon = cordons.prepare(settings, context).get(0);
        cordon.inject();
        assertThatThrownBy(() -> prepare(world.namespace(), Duration.ofSeconds(10)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is already changed by the fault 'node-cordon' of 20261128-120000-abcdef.fault");
        cordons.heal(cordon.undo(), HealContext.afterDeath());

        PreparedFault drain = prepare(world.namespace(), Duration.ofSeconds(10)).get(0);
        drain.inject();
        assertThatThrownBy(() -> cordons.prepare(settings, context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is already changed by the fault 'node-drain' of 20261128-120000-abcdef.fault");
        heal(drain);
        assertThat(world.takesPods()).isTrue();
    }

    @Test
    void aNodeWithoutAPodToEvictIsRefused() {
        String empty = anotherNode();
        assertThatThrownBy(() -> prepare(empty, Duration.ofSeconds(10)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no pod runs on [" + empty + "] that a drain would evict");
    }

    /** One of the cluster's own, on which nothing runs; what a test before left there ends soon. */
    private String anotherNode() {
        return await().atMost(Duration.ofSeconds(30))
                .until(this::emptyNode, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> emptyNode() {
        Set<String> taken = admin.pods().inAnyNamespace().list().getItems().stream()
                .map(pod -> pod.getSpec().getNodeName())
                .collect(Collectors.toSet());
        return admin.nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .filter(name -> !name.equals(world.namespace()) && !taken.contains(name))
                .findFirst();
    }

    private void label(String node, String value) {
        admin.nodes()
                .withName(node)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"world\":" + value + "}}}");
    }

    private void heal(PreparedFault fault) throws Exception {
        provider.heal(fault.undo(), HealContext.afterDeath());
        await().atMost(Duration.ofSeconds(30)).until(world::healthy);
    }

    private List<PreparedFault> prepare(String node, Duration within) throws Exception {
        return provider.prepare(
                new NodeDrain("shop", node, within),
                new FaultContext("20261128-120000-abcdef", "fault", world.targets()));
    }
}
