package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A disruption budget of the pods {@code app=orders}, for as long as it is open. */
record Budget(KubernetesClient admin, String namespace, String name) implements AutoCloseable {

    /** Makes one, and returns when the cluster counts by it. */
    static Budget of(ShopWorld world, KubernetesClient admin, String name, int minAvailable) {
        admin.resource("""
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: {name: %s}
                        spec: {minAvailable: %d, selector: {matchLabels: {app: orders}}}
                        """.formatted(name, minAvailable))
                .inNamespace(world.namespace())
                .create();
        Budget budget = new Budget(admin, world.namespace(), name);
        budget.awaitCounted();
        return budget;
    }

    /** Needs another number of healthy pods, from when it returns on. */
    void need(int minAvailable) {
        admin.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"minAvailable\":" + minAvailable + "}}");
        awaitCounted();
    }

    private void awaitCounted() {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> {
            var now = admin.policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            return now.getStatus() != null
                    && now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
                    && now.getStatus().getExpectedPods() == 2;
        });
    }

    @Override
    public void close() {
        admin.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }
}
