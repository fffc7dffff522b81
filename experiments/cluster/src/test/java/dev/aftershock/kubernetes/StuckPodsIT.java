package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Undoing an image takes no pod of a StatefulSet but what the fault left. */
@ExtendWith(ClusterExtension.class)
class StuckPodsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private KubernetesClient admin;
    private ShopWorld world;
    private Cluster cluster;

    @BeforeEach
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
        cluster = new Clusters().of(world.targets().one("shop", ClusterTarget.class));
    }

    @AfterEach
    void endShop() {
        world.close();
    }

    @Test
    void ofWhatOnlyTheMarksTellNoPodIsDeletedThatMayBeKeptOnPurpose() throws Exception {
        start();
        Thing thing = new Thing(Thing.Sort.STATEFULSET, world.namespace(), "carts");
        roll("carts:2");
        var kept = admin.pods().inNamespace(world.namespace()).withName("carts-0");
        kept.subresource("status")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"Unknown\"}]}}");
        await().atMost(SOON).until(() -> !ready() && ofAnotherRevision("carts-0"));
        assertThat(StuckPods.find(cluster, thing, Optional.empty()))
                .as("waits for no image")
                .isEmpty();

        roll("aftershock.invalid/carts:3");
        kept.withGracePeriod(0).delete();
        await().atMost(SOON).until(() -> carts().stream()
                .anyMatch(pod -> Containers.waits(pod).findAny().isPresent()));
        roll("carts:4");
        await().atMost(SOON).until(() -> ofAnotherRevision("carts-0"));
        assertThat(StuckPods.find(cluster, thing, Optional.empty()))
                .as("its image does not come")
                .hasSize(1);
        kept.patch("{\"metadata\":{\"labels\":{\"aftershock.dev/protect\":\"true\"}}}");
        assertThat(StuckPods.find(cluster, thing, Optional.empty()))
                .as("protected")
                .isEmpty();
    }

    private void roll(String image) {
        admin.apps()
                .statefulSets()
                .inNamespace(world.namespace())
                .withName("carts")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"carts\",\"image\":\"" + image
                                + "\"}]}}}}");
    }

    private boolean ofAnotherRevision(String pod) {
        var set = admin.apps()
                .statefulSets()
                .inNamespace(world.namespace())
                .withName("carts")
                .get();
        return set.getStatus().getObservedGeneration().equals(set.getMetadata().getGeneration())
                && carts().stream()
                        .filter(each -> each.getMetadata().getName().equals(pod))
                        .anyMatch(each -> !each.getMetadata()
                                .getLabels()
                                .get("controller-revision-hash")
                                .equals(set.getStatus().getUpdateRevision()));
    }

    private void start() {
        admin.resource("""
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: carts}
                        spec:
                          updateStrategy: {type: OnDelete}
                          selector: {matchLabels: {app: carts}}
                          template:
                            metadata: {labels: {app: carts}}
                            spec: {nodeSelector: {world: contract}, containers: [{name: carts, image: "carts:1"}]}
                        """).inNamespace(world.namespace()).create();
        await().atMost(SOON).until(this::ready);
    }

    private boolean ready() {
        return carts().stream().anyMatch(Pods::ready);
    }

    private List<Pod> carts() {
        return admin.pods()
                .inNamespace(world.namespace())
                .withLabel("app", "carts")
                .list()
                .getItems();
    }
}
