package dev.aftershock.cluster;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.NodeKeeper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The nodes of several keepers as those of one. Thread-safe. */
record AllNodes(List<NodeKeeper> keepers) implements NodeKeeper {

    @Override
    public Set<String> nodes() {
        Set<String> all = new LinkedHashSet<>();
        keepers.forEach(keeper -> all.addAll(keeper.nodes()));
        return Collections.unmodifiableSet(all);
    }

    @Override
    public void stop(String node) throws IOException {
        keeper(node).stop(node);
    }

    @Override
    public void start(String node) throws IOException {
        keeper(node).start(node);
    }

    @Override
    public Bound bound(String node) {
        return keeper(node).bound(node);
    }

    @Override
    public boolean runs(String node) throws IOException {
        return keeper(node).runs(node);
    }

    private NodeKeeper keeper(String node) {
        return keepers.stream()
                .filter(each -> each.nodes().contains(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node '" + node + "'; known: " + nodes()));
    }
}
