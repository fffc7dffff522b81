package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.NodeKeeper;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code node-stop}: machines of a cluster lose their power; with a region's label, the region does.
 *
 * @param target the cluster, by a target that keeps its machines
 * @param nodes a node's name, or a label selector for several
 */
public record NodeStop(
        @Setting("The cluster, by a target that keeps its machines, such as a lab's.") @Needs(NodeKeeper.class)
        String target,

        @Setting("The node, or a label selector for several, such as topology.kubernetes.io/region=east.")
        String nodes) {

    /** Checks the choice. */
    public NodeStop {
        Nodes.refuseBlank("nodes", nodes);
    }

    /** Makes {@code node-stop} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<NodeStop>, NeedsClusterRights<NodeStop> {

        private static final String KIND = "node-stop";
        private static final String KEEPER = "keeper";
        private static final String ENDS = "ends-by-itself";

        private final Clusters clusters = new Clusters();

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Stops machines of a cluster at once, with all that runs on them.";
        }

        @Override
        public Class<NodeStop> settings() {
            return NodeStop.class;
        }

        @Override
        public FaultPlan plan(NodeStop settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "stop the machines of the nodes " + settings.nodes() + " of " + settings.target(),
                    "start them again, empty",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(NodeStop settings, FaultContext context) throws IOException {
            NodeKeeper keeper = context.targets().one(settings.target(), NodeKeeper.class);
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            Scene scene = Scene.open(clusters, target, rights(settings));
            List<PreparedFault> prepared = new ArrayList<>();
            List<Node> nodes = Nodes.chosen(scene.cluster(), settings.nodes());
            for (Node node : nodes) {
                String name = node.getMetadata().getName();
                if (!keeper.nodes().contains(name) || !keeper.runs(name)) {
                    throw InvalidInputException.of(
                            "node " + name + " is not one that '" + settings.target() + "' keeps running",
                            "nodes among " + keeper.nodes());
                }
                prepared.add(
                        new Stop(settings.target(), keeper, scene.cluster(), new Thing(Thing.Sort.NODE, "", name)));
            }
            Pods.refuseThoseToLeaveAlone(scene, Nodes.names(nodes), pod -> true);
            return prepared;
        }

        @Override
        public String cluster(NodeStop settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(NodeStop settings) {
            return List.of(
                    Thing.Sort.NODE.to("list"),
                    Thing.Sort.NODE.to("get"),
                    ClusterRight.ofCluster("list", "", "pods"),
                    ClusterRight.ofCluster("get", "", "namespaces"));
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Optional<NodeKeeper> keeper = keeper(recipe, context);
            if (keeper.isPresent()) {
                keeper.get().start(Recipes.thing(recipe).name());
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Optional<NodeKeeper> keeper = keeper(recipe, context);
            if (keeper.isEmpty()) {
                return Boolean.parseBoolean(recipe.fact(ENDS))
                        ? HealCheck.healed("what keeps the machines is gone with its run, and they with it")
                        : HealCheck.notHealed(
                                "nobody here can start the machine of " + Recipes.thing(recipe) + "; start it by hand");
            }
            Thing thing = Recipes.thing(recipe);
            Cluster cluster = Recipes.cluster(recipe, clusters);
            Node node = cluster.call(
                    "reading " + thing,
                    client -> client.nodes().withName(thing.name()).get());
            if (node == null || !keeper.get().runs(thing.name())) {
                return HealCheck.notHealed(thing + " does not run");
            }
            return Nodes.ready(node)
                    ? HealCheck.healed(thing + " runs and is ready")
                    : HealCheck.notHealed(thing + " runs, and the control plane does not see it ready");
        }

        private static Optional<NodeKeeper> keeper(UndoRecipe recipe, HealContext context) {
            return context.live().map(live -> live.one(recipe.fact(KEEPER), NodeKeeper.class));
        }
    }

    private record Stop(String keptBy, NodeKeeper keeper, Cluster cluster, Thing thing) implements PreparedFault {

        @Override
        public String target() {
            return thing.toString();
        }

        @Override
        public UndoRecipe undo() {
            return Recipes.of(
                    Provider.KIND,
                    cluster,
                    thing,
                    Map.of(
                            Provider.KEEPER,
                            keptBy,
                            Provider.ENDS,
                            Boolean.toString(bound() instanceof Bound.ByItself)));
        }

        @Override
        public Bound bound() {
            return keeper.bound(thing.name());
        }

        @Override
        public void inject() throws IOException {
            keeper.stop(thing.name());
        }

        @Override
        public Optional<String> effect() throws IOException {
            return keeper.runs(thing.name()) ? Optional.empty() : Optional.of("nothing of " + thing + " runs any more");
        }
    }
}
