package dev.aftershock.kubernetes;

import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A Deployment that asks for two pods, in the namespace {@code shop} of a cluster without controllers. */
record BareShop(KubernetesClient admin) {

    private static final Map<String, String> LABELS = Map.of("app", "orders");

    /** The same namespace by a kubeconfig. */
    record Login(Path file) implements ClusterTarget {
        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(file);
        }

        @Override
        public Optional<String> context() {
            return Optional.empty();
        }

        @Override
        public String namespace() {
            return "shop";
        }
    }

    void open() {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .addToLabels("aftershock.dev/enabled", "true")
                        .endMetadata()
                        .build())
                .create();
    }

    /** As it should be, and another one than before. */
    void create() {
        delete();
        admin.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("orders")
                        .withNamespace("shop")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(2)
                        .withNewSelector()
                        .withMatchLabels(LABELS)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(LABELS)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("one")
                        .withImage("one:1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    void delete() {
        admin.apps().deployments().inNamespace("shop").withName("orders").delete();
    }

    Deployment orders() {
        return admin.apps().deployments().inNamespace("shop").withName("orders").get();
    }

    boolean isMarked() {
        return Lists.of(orders().getMetadata().getLabels()).containsKey("aftershock.dev/workload-scale");
    }

    /** Whether nothing of a fault is left. */
    boolean isRestored() {
        return orders().getSpec().getReplicas() == 2
                && !isMarked()
                && Lists.of(orders().getMetadata().getAnnotations()).isEmpty();
    }
}
