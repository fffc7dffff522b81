package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.Targets;
import dev.aftershock.probes.ClusterTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A namespace of the cluster that a kubeconfig leads to. */
record ClusterAt(Path file, String namespace) implements ClusterTarget {

    @Override
    public Optional<Path> kubeconfig() {
        return Optional.of(file);
    }

    @Override
    public Optional<String> context() {
        return Optional.empty();
    }

    static Targets only(ClusterTarget target) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
    }
}
