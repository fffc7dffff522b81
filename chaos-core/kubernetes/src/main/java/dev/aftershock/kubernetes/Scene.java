package dev.aftershock.kubernetes;

import dev.aftershock.guard.Remedy;
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

    /** Makes the request by which a remedy looks. */
    @FunctionalInterface
    interface Rehearsal {
        void look() throws IOException;
    }

    /**
     * Looks whether the guard could get in. It goes no detours, and it would be too late to find out when it is needed.
     *
     * @throws InvalidInputException when it could not
     */
    static void requireWayIn(Remedy remedy, Rehearsal rehearsal) {
        try {
            rehearsal.look();
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "what heals in our place could not reach " + remedy.what() + ": " + e.getMessage(),
                    "a cluster that is reached directly, by a token or a client certificate");
        }
    }
}
