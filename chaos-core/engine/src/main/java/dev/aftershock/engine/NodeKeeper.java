package dev.aftershock.engine;

import java.io.IOException;
import java.util.Set;

/**
 * What can stop the machines of a cluster and start them again. Thread-safe.
 *
 * <p>A lab's own nodes have one; for machines of a cloud, implement it over the provider's calls that stop and start an
 * instance, and offer it from a target.
 */
public interface NodeKeeper {

    /** The names of the nodes that it keeps, as the cluster knows them. */
    Set<String> nodes();

    /**
     * Ends everything that runs on a node at once, as a loss of power would. Harmless when it is stopped.
     *
     * @throws IOException when it is unknown whether it stopped
     */
    void stop(String node) throws IOException;

    /**
     * Starts a node with nothing of what ran on it. Harmless when it runs.
     *
     * @throws IOException when it did not start
     */
    void start(String node) throws IOException;

    /** What starts a node that was stopped when the process that stopped it is gone. */
    Bound bound(String node);

    /** Whether something of the node runs, seen without asking the cluster. */
    boolean runs(String node) throws IOException;
}
