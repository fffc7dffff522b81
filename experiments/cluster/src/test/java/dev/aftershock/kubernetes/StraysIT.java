package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.PreparedFault;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run left is found by its marks alone, and undone though its journal is lost. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StraysIT {

    private static final String RUN = "20261128-120000-abcdef";

    private KubernetesClient admin;
    private Path kubeconfig;
    private final KubernetesNamespace.Provider namespaces = new KubernetesNamespace.Provider();
    private ShopWorld world;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        kubeconfig = space.file();
        world = new ShopWorld(new ShopWorld.Login(admin, kubeconfig), shop -> false);
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @Test
    void everythingThatARunChangedIsFoundAndRestored() throws Exception {
        leave(new ServiceDetach.Provider(), new ServiceDetach("shop", "orders"));
        leave(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1));
        leave(new NodeDrain.Provider(), new NodeDrain("shop", ShopWorld.NODES, Duration.ofSeconds(10)));
        leave(new NodeTaint.Provider(), new NodeTaint("shop", ShopWorld.NODES));
        leave(new DnsFailure.Provider(), new DnsFailure("shop", "app=orders", Optional.empty()));

        restore(5);
    }

    @Test
    void aNodeThatARunOnlyCordonedIsFoundAndRestoredToo() throws Exception {
        leave(new NodeCordon.Provider(), new NodeCordon("shop", ShopWorld.NODES));

        restore(1);
    }

    @Test
    void aPodThatARunMadeIsFoundAndRemovedToo() throws Exception {
        leave(
                new NodeStress.Provider(),
                new NodeStress(
                        "shop",
                        Optional.of(ShopWorld.NODES),
                        Optional.empty(),
                        "cli:1",
                        Optional.of("1"),
                        Optional.empty(),
                        "10m",
                        Duration.ofSeconds(30)));

        restore(1);
    }

    private void restore(int faults) throws Exception {
        List<Marked> left = marked();
        assertThat(left).hasSize(faults).allMatch(marked -> marked.runId().equals(RUN));
        for (Marked marked : left) {
            FaultProvider<?> provider = Map.<String, FaultProvider<?>>of(
                            "dns-failure", new DnsFailure.Provider(),
                            "node-cordon", new NodeCordon.Provider(),
                            "node-drain", new NodeDrain.Provider(),
                            "node-stress", new NodeStress.Provider(),
                            "node-taint", new NodeTaint.Provider(),
                            "service-detach", new ServiceDetach.Provider(),
                            "workload-scale", new WorkloadScale.Provider())
                    .get(marked.recipe().kind());
            provider.heal(marked.recipe(), HealContext.afterDeath());
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> marked().isEmpty() && world.healthy());
    }

    @Test
    void anUndoThatSomebodyElseWroteChangesNoMoreThanTheFaultCould() throws Exception {
        leave(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1));
        annotate("workload-scale.undo", "\"{\\\"spec\\\":{\\\"paused\\\":true,\\\"replicas\\\":2}}\"");

        new WorkloadScale.Provider().heal(marked().get(0).recipe(), HealContext.afterDeath());

        var spec = admin.apps()
                .deployments()
                .inNamespace(world.namespace())
                .withName("orders")
                .get()
                .getSpec();
        assertThat(spec.getReplicas()).isEqualTo(2);
        assertThat(spec.getPaused()).isNull();
        assertThat(marked()).isEmpty();
    }

    @Test
    void anObjectThatLostItsUndoHidesNoOther() throws Exception {
        leave(new ServiceDetach.Provider(), new ServiceDetach("shop", "orders"));
        leave(new WorkloadScale.Provider(), new WorkloadScale("shop", "deployment/orders", 1));
        annotate("workload-scale.undo", "null");
        try {
            Map<String, Marked> left = marked().stream()
                    .collect(Collectors.toMap(each -> each.recipe().kind(), each -> each));
            new ServiceDetach.Provider().heal(left.get("service-detach").recipe(), HealContext.afterDeath());
            assertThatThrownBy(() -> new WorkloadScale.Provider()
                            .heal(left.get("workload-scale").recipe(), HealContext.afterDeath()))
                    .hasMessageContaining("carries a mark of ours, but not how its 'replicas' was before")
                    .hasMessageContaining("remove the label aftershock.dev/workload-scale");
        } finally {
            patchOrders(
                    "{\"metadata\":{\"labels\":{\"aftershock.dev/workload-scale\":null}},\"spec\":{\"replicas\":2}}");
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(world::healthy);
    }

    @Test
    void whatSomebodyElseSetMeanwhileStays() throws Exception {
        WorkloadScale.Provider provider = new WorkloadScale.Provider();
        PreparedFault fault = provider.prepare(
                        new WorkloadScale("shop", "deployment/orders", 1),
                        new FaultContext(RUN, "fault", world.targets()))
                .get(0);
        fault.inject();
        patchOrders("{\"spec\":{\"replicas\":5}}");
        provider.heal(fault.undo(), HealContext.afterDeath());
        assertThat(world.wanted()).isEqualTo(5);
        assertThat(marked()).isEmpty();
        patchOrders("{\"spec\":{\"replicas\":2}}");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(world::healthy);
    }

    @Test
    void aMarkThatSomebodyTookAwayIsNoProofThatTheFaultIsGone() throws Exception {
        ServiceDetach.Provider provider = new ServiceDetach.Provider();
        PreparedFault fault = provider.prepare(
                        new ServiceDetach("shop", "orders"), new FaultContext(RUN, "fault", world.targets()))
                .get(0);
        fault.inject();
        admin.services()
                .inNamespace(world.namespace())
                .withName("orders")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"aftershock.dev/service-detach\":null}}}");
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isFalse();
        provider.heal(fault.undo(), HealContext.afterDeath());
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(world::healthy);
    }

    private void annotate(String key, String value) {
        patchOrders("{\"metadata\":{\"annotations\":{\"aftershock.dev/" + key + "\":" + value + "}}}");
    }

    private void patchOrders(String patch) {
        admin.apps()
                .deployments()
                .inNamespace(world.namespace())
                .withName("orders")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private List<Marked> marked() throws Exception {
        return namespaces
                .marked(new KubernetesNamespace(
                        world.namespace(), Optional.empty(), Optional.of(kubeconfig.toString())))
                .stream()
                .filter(marked -> marked.runId().equals(RUN))
                .toList();
    }

    private <S extends Record> void leave(FaultProvider<S> provider, S settings) throws Exception {
        for (PreparedFault fault : provider.prepare(settings, new FaultContext(RUN, "fault", world.targets()))) {
            fault.inject();
        }
    }
}
