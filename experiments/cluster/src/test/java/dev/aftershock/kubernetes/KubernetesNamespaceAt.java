package dev.aftershock.kubernetes;

import dev.aftershock.probes.ClusterTarget;
import java.nio.file.Path;
import java.util.Optional;

/** The namespace {@code shop} of the cluster of a kubeconfig. */
record KubernetesNamespaceAt(Path file) implements ClusterTarget {

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
