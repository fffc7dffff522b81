package dev.aftershock.probes;

import java.nio.file.Path;
import java.util.Optional;

/** A namespace of a Kubernetes cluster. */
public interface ClusterTarget {

    /** The label of a target that is a namespace. */
    static String label(String namespace) {
        return "namespace=" + namespace;
    }

    /** The kubeconfig file to read; empty for where {@code kubectl} would look, or the pod's own account inside a cluster. */
    Optional<Path> kubeconfig();

    /** The context in that file; empty for its current one. */
    Optional<String> context();

    /** The namespace that the experiment may act in and look at. */
    String namespace();
}
