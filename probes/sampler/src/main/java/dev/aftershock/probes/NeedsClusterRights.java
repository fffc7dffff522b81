package dev.aftershock.probes;

import java.util.List;

/**
 * A part that says before anything is touched what it will have to be allowed in a Kubernetes cluster, so that a role can be
 * written of it, and that all that is missing is told at once.
 *
 * @param <S> the record of its settings
 */
public interface NeedsClusterRights<S extends Record> {

    /** The name of the {@link ClusterTarget} that the settings give. */
    String cluster(S settings);

    /** Each permission, once. */
    List<ClusterRight> rights(S settings);
}
