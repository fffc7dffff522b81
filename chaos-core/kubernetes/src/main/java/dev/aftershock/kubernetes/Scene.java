package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import java.io.IOException;
import java.util.List;

/** Where a fault is about to be made: a namespace that is open for faults. */
record Scene(Cluster cluster, String namespace) {

    /**
     * Looks whether faults may be made there.
     *
     * @param rights everything that the fault will have to be allowed
     * @throws InvalidInputException with each permission that is missing, or when the namespace is not open
     */
    static Scene open(Clusters clusters, ClusterTarget target, List<ClusterRight> rights) throws IOException {
        Scene scene = new Scene(clusters.of(target), target.namespace());
        Permissions.require(scene.cluster, scene.namespace, rights);
        Safe.requireOpen(scene.cluster, scene.namespace);
        return scene;
    }
}
