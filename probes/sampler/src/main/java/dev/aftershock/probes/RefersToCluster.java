package dev.aftershock.probes;

import dev.aftershock.parts.InvalidInputException;
import java.net.URI;
import java.util.Optional;

/**
 * A part whose targets are in a Kubernetes cluster that runs already; it tells which one before anything is touched.
 *
 * @param <S> the record of its settings
 */
public interface RefersToCluster<S extends Record> {

    /** The namespace that the settings name, and the way to it. */
    ClusterTarget reference(S settings);

    /**
     * The cluster, as the kubeconfig tells; nobody is asked.
     *
     * @return nothing when there is neither a kubeconfig nor a cluster around this process
     * @throws InvalidInputException when the kubeconfig or its context is not there
     */
    Optional<Name> cluster(S settings);

    /**
     * A cluster.
     *
     * @param name what the kubeconfig calls it; {@link #AROUND} for the one that this process runs in
     * @param server where its API is
     */
    record Name(String name, URI server) {

        /** The name of the cluster that a pod runs in. */
        public static final String AROUND = "in-cluster";

        /** Whether its API is on this machine; no name server is asked. */
        public boolean onLoopback() {
            String host = Optional.ofNullable(server.getHost()).orElse("");
            return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        }
    }
}
