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
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which nodes are put under stress, what is refused before, and what is said where nothing comes of it. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeStressIT {

    private static final Optional<String> NONE = Optional.empty();
    private static final String RUN = "20261128-120000-abcdef";

    private final NodeStress.Provider provider = new NodeStress.Provider();
    private KubernetesClient admin;
    private ShopWorld world;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
    }

    @AfterEach
    void everythingIsAsItWas() {
        await().atMost(Duration.ofSeconds(30)).until(world::healthy);
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @Test
    void aNodeGetsOnePodHoweverManyOfTheChosenRunThereAndItsEvidenceTellsWhatItTakes() throws Exception {
        List<PreparedFault> faults = prepare(besideOrders("all"), RUN);
        assertThat(faults).hasSize(1);
        PreparedFault fault = faults.get(0);
        fault.inject();

        List<Pod> pods = admin.pods()
                .inNamespace(world.namespace())
                .withLabel("aftershock.dev/node-stress", RUN + ".fault")
                .list()
                .getItems();
        assertThat(pods).hasSize(1).allMatch(pod -> pod.getSpec().getNodeName().equals(world.namespace()));
        assertThat(fault.effect())
                .get()
                .asString()
                .matches("pod " + world.namespace()
                        + "/aftershock-node-stress-[0-9a-f]{8} takes cpu 1 and memory 64Mi of" + " node "
                        + world.namespace() + "; its container started at 20.*Z");
        refused(besideOrders("all"), "20261128-120001-abcdef")
                .hasMessageContaining("is there already, by the fault 'node-stress' of " + RUN + ".fault");
        refused(onNodes("64Mi", "cli:2"), "20261128-120001-abcdef")
                .hasMessageContaining("aftershock-node-stress-")
                .hasMessageContaining("which nobody would make anew");
        heal(fault);
    }

    @Test
    void moreMemoryThanTheNodeHasIsRefusedByNameAndFigures() {
        refused(onNodes("64Gi", "cli:1"), RUN)
                .hasMessageContaining("node " + world.namespace() + " would have to give memory 65632Mi, 96Mi of it for"
                        + " the program itself, where it has 65536Mi for pods");
    }

    @Test
    void noNodeAndNoPodAreRefused() {
        refused(stress(Optional.of("world=none"), Optional.empty(), "64Mi", "cli:1"), RUN)
                .hasMessageContaining("'world=none' matches no node");
        refused(stress(NONE, Optional.of(pods("app=carts", "1")), "64Mi", "cli:1"), RUN)
                .hasMessageContaining("of 0 pods 'app=carts'");
    }

    @Test
    void whatAQuotaForbidsIsToldBeforeAnythingIsMade() {
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("small")
                .endMetadata()
                .withNewSpec()
                .withHard(Map.of("limits.memory", new Quantity("100Mi")))
                .endSpec()
                .build();
        var quotas = admin.resourceQuotas().inNamespace(world.namespace());
        quotas.resource(quota).create();
        try {
            await().until(() -> !Lists.of(
                            quotas.withName("small").get().getStatus().getHard())
                    .isEmpty());
            refused(onNodes("64Mi", "cli:1"), RUN)
                    .hasMessageContaining("exceeded quota: small, requested: limits.memory=160Mi");
        } finally {
            quotas.withName("small").delete();
        }
    }

    @Test
    void anImageThatCannotBeHadIsToldAsTheReason() throws Exception {
        PreparedFault fault = prepare(onNodes("64Mi", Containers.NOWHERE), RUN).get(0);
        try {
            assertThatThrownBy(fault::inject)
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("not all of them run: pod aftershock-node-stress-[0-9a-f]{8} is Pending,"
                            + " ErrImagePull \\(waited 2s\\)");
            assertThatThrownBy(fault::effect).hasMessageContaining("is Pending, ErrImagePull");
        } finally {
            heal(fault);
        }
    }

    @Test
    void aPodThatEndedIsNotWaitedForAndItsEndIsTold() throws Exception {
        PreparedFault fault = prepare(besideOrders("1"), RUN).get(0);
        fault.inject();
        try {
            admin
                    .pods()
                    .inNamespace(world.namespace())
                    .withLabel("aftershock.dev/node-stress")
                    .list()
                    .getItems()
                    .stream()
                    .findFirst()
                    .ifPresent(pod -> admin.resource(pod).editStatus(ended -> {
                        ended.getStatus().setPhase("Failed");
                        ended.getStatus().setReason("Evicted");
                        ended.getStatus().setMessage("The node was low on resource: memory.");
                        return ended;
                    }));
            assertThatThrownBy(fault::effect)
                    .hasMessageContaining("is Failed, Evicted: The node was low on resource: memory.");
        } finally {
            heal(fault);
        }
    }

    private void heal(PreparedFault fault) throws Exception {
        provider.heal(fault.undo(), HealContext.afterDeath());
        await().atMost(Duration.ofSeconds(15)).until(() -> provider.verifyHealed(fault.undo(), HealContext.afterDeath())
                .healed());
    }

    private static NodeStress onNodes(String memory, String image) {
        return stress(Optional.of(ShopWorld.NODES), Optional.empty(), memory, image);
    }

    private static NodeStress besideOrders(String amount) {
        return stress(NONE, Optional.of(pods("app=orders", amount)), "64Mi", "cli:1");
    }

    private static PodChoice pods(String labels, String amount) {
        return new PodChoice(labels, NONE, NONE, NONE, amount, Optional.empty());
    }

    private static NodeStress stress(Optional<String> nodes, Optional<PodChoice> beside, String memory, String image) {
        Duration within = Duration.ofSeconds(image.equals(Containers.NOWHERE) ? 2 : 30);
        return new NodeStress("shop", nodes, beside, image, Optional.of("1"), Optional.of(memory), "10m", within);
    }

    private AbstractThrowableAssert<?, ?> refused(NodeStress settings, String run) {
        return assertThatThrownBy(() -> prepare(settings, run)).isInstanceOf(InvalidInputException.class);
    }

    private List<PreparedFault> prepare(NodeStress settings, String run) throws IOException {
        return provider.prepare(settings, new FaultContext(run, "fault", world.targets()));
    }
}
