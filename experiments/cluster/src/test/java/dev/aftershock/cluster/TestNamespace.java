package dev.aftershock.cluster;

import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A namespace for one test, or for one class of tests, which allows faults and is deleted afterwards.
 *
 * @param file the kubeconfig of the cluster's administrator
 * @param namespace its name
 * @param nodes what stops and starts the nodes; empty in a cluster that somebody else started
 * @param client for the test's own use; closed with the namespace
 */
public record TestNamespace(Path file, String namespace, Optional<NodeKeeper> nodes, KubernetesClient client)
        implements ClusterTarget, AutoCloseable {

    private static final int NAME_BYTES = 4;

    static TestNamespace make(Path file, Optional<NodeKeeper> nodes) {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        String namespace = "test-" + HexFormat.of().formatHex(name);
        Config config = Config.fromKubeconfig(file.toFile());
        config.setNamespace(namespace);
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .withLabels(Cluster.ENABLED)
                        .endMetadata()
                        .build())
                .create();
        return new TestNamespace(file, namespace, nodes, client);
    }

    @Override
    public Optional<Path> kubeconfig() {
        return Optional.of(file);
    }

    @Override
    public Optional<String> context() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try (client) {
            client.namespaces().withName(namespace).delete();
        }
    }
}
