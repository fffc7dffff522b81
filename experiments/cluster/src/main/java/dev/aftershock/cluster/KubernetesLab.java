package dev.aftershock.cluster;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.HttpTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the lab {@code kubernetes-cluster}: a real control plane with nodes that run pods and nodes that are simulated.
 *
 * @param nodes how many nodes run pods on this machine, 0 to 9; any needs root
 * @param regions the regions, which the nodes are in by turns
 * @param simulatedNodes how many nodes are simulated, 0 to 5000; their pods are ready at once and run nothing
 * @param namespace the namespace that is made for the experiment and that faults may act in
 * @param webServers how many web servers are started there behind the service {@code web}, 0 to 50; where all nodes are
 *     simulated as many pods as fit, which answer nothing
 * @param silentAfter for how long a node must be silent before the cluster takes it for lost, 4 s or more
 * @param evictAfter for how long the pods of a lost node are waited for before others are started in their place; in whole
 *     seconds
 */
public record KubernetesLab(
        @Setting(value = "How many nodes run pods on this machine; any needs root.", byDefault = "2")
        int nodes,

        @Setting(
                value = "The regions, which the nodes are in by turns: east and west when none is given.",
                byDefault = "")
        List<String> regions,

        @Setting(
                value = "How many nodes are simulated, for scale: their pods are ready at once and run nothing.",
                byDefault = "0")
        int simulatedNodes,

        @Setting(value = "The namespace that is made for the experiment and that faults may act in.", byDefault = "lab")
        String namespace,

        @Setting(
                value =
                        "How many web servers are started, spread over the zones, behind a service; the target NAME.web."
                                + " Simulated nodes alone only play them.",
                byDefault = "0")
        int webServers,

        @Setting(value = "How long a node must be silent before the cluster takes it for lost.", byDefault = "8s")
        Duration silentAfter,

        @Setting(
                value = "How long the pods of a lost node are waited for before others are started elsewhere.",
                byDefault = "2s")
        Duration evictAfter) {

    private static final int MAX_NODES = 9;
    private static final int MAX_SIMULATED = 5000;
    private static final int MAX_SERVERS = 50;
    private static final int PLAYED_ON_ONE = 100;
    private static final Duration MIN_SILENCE = Duration.ofSeconds(4);
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    /** Checks the numbers and the names. */
    public KubernetesLab {
        regions = regions.isEmpty() ? List.of("east", "west") : List.copyOf(regions);
        require(nodes >= 0 && nodes <= MAX_NODES, "'nodes' is " + nodes + "; expected 0 to " + MAX_NODES);
        require(
                simulatedNodes >= 0 && simulatedNodes <= MAX_SIMULATED,
                "'simulated-nodes' is " + simulatedNodes + "; expected 0 to " + MAX_SIMULATED);
        require(nodes + simulatedNodes > 0, "'nodes' and 'simulated-nodes' are both 0; expected at least one node");
        require(
                webServers >= 0 && webServers <= mostServers(nodes, simulatedNodes),
                "'web-servers' is " + webServers + "; expected 0 to " + mostServers(nodes, simulatedNodes));
        regions.forEach(region -> requireName("regions", region));
        requireName("namespace", namespace);
        require(
                silentAfter.compareTo(MIN_SILENCE) >= 0,
                "'silent-after' must be at least 4s, or nodes on a busy machine are taken for lost");
        require(
                !evictAfter.isNegative() && evictAfter.toNanosPart() == 0,
                "'evict-after' must be a whole number of seconds, as the cluster counts it");
    }

    /** Nodes that run pods, in the regions east and west. */
    public static KubernetesLab ofNodes(int nodes) {
        return new KubernetesLab(nodes, List.of(), 0, "lab", 0, Duration.ofSeconds(8), Duration.ofSeconds(2));
    }

    /** Simulated nodes alone, in the regions east and west; needs no root. */
    public static KubernetesLab ofSimulatedNodes(int nodes) {
        return ofSimulatedNodes(nodes, 0);
    }

    /** The same with pods that are played behind the service {@code web}. */
    public static KubernetesLab ofSimulatedNodes(int nodes, int pods) {
        return new KubernetesLab(0, List.of(), nodes, "lab", pods, Duration.ofSeconds(8), Duration.ofSeconds(2));
    }

    private static int mostServers(int nodes, int simulatedNodes) {
        return nodes > 0 ? MAX_SERVERS : simulatedNodes * PLAYED_ON_ONE;
    }

    private static void requireName(String setting, String name) {
        require(
                name.matches(LABEL),
                "'" + setting + "' holds '" + name + "'; expected up to 40 lower-case letters, digits and hyphens");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The nodes that run pods. */
    List<NodeSpec> realNodes() {
        List<NodeSpec> specs = new ArrayList<>();
        for (int number = 1; number <= nodes; number++) {
            specs.add(new NodeSpec("node-" + number, number, regions.get((number - 1) % regions.size()), "a"));
        }
        return specs;
    }

    /** The simulated nodes: by turns in each region, and there by turns in each of three zones. */
    List<NodeSpec> simulated() {
        List<NodeSpec> specs = new ArrayList<>();
        for (int number = 1; number <= simulatedNodes; number++) {
            int turn = (number - 1) / regions.size() % 3;
            specs.add(new NodeSpec(
                    "simulated-" + number,
                    number,
                    regions.get((number - 1) % regions.size()),
                    List.of("a", "b", "c").get(turn)));
        }
        return specs;
    }

    /** Makes {@code kubernetes-cluster} labs, and removes those of dead runs. Stateless and thread-safe. */
    public static final class Provider implements TargetProvider<KubernetesLab> {

        static final String KIND = "kubernetes-cluster";
        private static final String DIRECTORY = "directory";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "A real Kubernetes control plane with nodes that run pods here, and simulated nodes for scale.";
        }

        @Override
        public Class<KubernetesLab> settings() {
            return KubernetesLab.class;
        }

        @Override
        public boolean startsSystem() {
            return true;
        }

        @Override
        public List<TargetInfo> describe(String name, KubernetesLab settings) {
            List<TargetInfo> targets = new ArrayList<>();
            targets.add(new TargetInfo(
                    name,
                    "Kubernetes cluster of " + settings.nodes() + " nodes that run pods and "
                            + settings.simulatedNodes() + " simulated, namespace " + settings.namespace(),
                    Set.of(ClusterTarget.class, NodeKeeper.class),
                    Set.of(ClusterTarget.label(settings.namespace()))));
            if (settings.webServers() > 0 && settings.nodes() > 0) {
                targets.add(new TargetInfo(
                        name + "." + WebService.NAME,
                        settings.webServers() + " web servers behind a service, to be started for the run",
                        Set.of(HttpTarget.class)));
            }
            for (NodeSpec node : settings.realNodes()) {
                targets.add(new TargetInfo(
                        name + "." + node.name(),
                        "the node " + node.name() + " in zone " + node.zone() + ", to be started for the run",
                        Set.of(ClusterTarget.class, NodeKeeper.class),
                        Set.of(TargetInfo.region(node.region()))));
            }
            return targets;
        }

        @Override
        public PreparedTargets prepare(String name, KubernetesLab settings, RunContext context) {
            return new PreparedCluster(name, Cluster.prepare(settings, context.clock()));
        }

        static UndoRecipe recipe(String name, Path directory) {
            return new UndoRecipe(KIND, name, Map.of(DIRECTORY, directory.toString()));
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            ClusterLeftovers.remove(Path.of(recipe.fact(DIRECTORY)));
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            Path directory = Path.of(recipe.fact(DIRECTORY));
            List<String> left = ClusterLeftovers.left(directory);
            return left.isEmpty()
                    ? HealCheck.healed("nothing of " + recipe.target() + " is left")
                    : HealCheck.notHealed("of " + directory + " is left: " + String.join(", ", left));
        }
    }
}
