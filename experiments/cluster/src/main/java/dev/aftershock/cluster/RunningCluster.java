package dev.aftershock.cluster;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.HttpTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A running cluster and what faults and probes may do with it. */
final class RunningCluster implements TargetSet {

    private final Cluster cluster;
    private final Map<String, Object> targets = new HashMap<>();

    RunningCluster(String name, Cluster cluster) {
        this.cluster = cluster;
        targets.put(name, new View(cluster, cluster.nodes().nodes()));
        cluster.web().ifPresent(web -> targets.put(name + "." + WebService.NAME, (HttpTarget) () -> web));
        cluster.realNodes().forEach(node -> targets.put(name + "." + node, new View(cluster, Set.of(node))));
    }

    @Override
    public Map<String, Object> targets() {
        return Map.copyOf(targets);
    }

    @Override
    public void close() {
        cluster.close();
    }

    /**
     * The cluster, with the power over some of its nodes.
     *
     * @param nodes those that may be stopped and started through this view
     */
    private record View(Cluster cluster, Set<String> nodes) implements ClusterTarget, NodeKeeper {

        @Override
        public Optional<Path> kubeconfig() {
            return Optional.of(cluster.kubeconfig());
        }

        @Override
        public Optional<String> context() {
            return Optional.of(Kubeconfig.CONTEXT);
        }

        @Override
        public String namespace() {
            return cluster.namespace();
        }

        @Override
        public void stop(String node) throws IOException {
            cluster.nodes().stop(mine(node));
        }

        @Override
        public void start(String node) throws IOException {
            cluster.nodes().start(mine(node));
        }

        @Override
        public Bound bound(String node) {
            return cluster.nodes().bound(mine(node));
        }

        @Override
        public boolean runs(String node) throws IOException {
            return cluster.nodes().runs(mine(node));
        }

        private String mine(String node) {
            if (!nodes.contains(node)) {
                throw new IllegalArgumentException("no node '" + node + "' to stop or start here; known: " + nodes);
            }
            return node;
        }
    }
}
