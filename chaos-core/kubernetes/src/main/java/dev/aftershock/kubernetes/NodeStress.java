package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Settings of the fault {@code node-stress}: one pod on each of some nodes uses their processors, or holds their memory, beside
 * whatever runs there. It has no privileges, and never more than its limits.
 *
 * @param target the cluster, and the namespace in which the pods are made
 * @param nodes a node's name, or a label selector for several; either this or {@code beside}
 * @param beside pods, the nodes of which are meant
 * @param image of the pods: one of Aftershock's command line
 * @param cpu the processors that each pod uses, such as {@code 2} or {@code 1500m}
 * @param memory what each pod holds, such as {@code 512Mi}
 * @param cpuRequest what each pod claims of the processors, which its node then gives it before others that claim less
 * @param readyWithin how long the pods may take until all of that is seen
 */
public record NodeStress(
        @Setting("The cluster, and the namespace in which the pods are made.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The node, or a label selector for several, such as topology.kubernetes.io/zone=east-a.")
        Optional<String> nodes,

        @Setting("Instead of nodes: pods, beside which it is to be, on whatever nodes they run.")
        Optional<PodChoice> beside,

        @Setting("An image whose entry point is Aftershock's command line; its nodes must be able to get it.")
        String image,

        @Setting("The processors that each pod uses, such as 2 or 1500m.")
        Optional<String> cpu,

        @Setting("The memory that each pod holds, such as 512Mi.")
        Optional<String> memory,

        @Setting(
                value = "The processors that each pod claims: when all are busy, pods share them by their claims.",
                byDefault = "10m")
        String cpuRequest,

        @Setting(value = "How long the pods may take until they use and hold all of it.", byDefault = "60s")
        Duration readyWithin) {

    private static final int LEAST_CPU = 100;

    /** Checks the choice and the amounts. */
    public NodeStress {
        if (nodes.isPresent() == beside.isPresent()) {
            throw new IllegalArgumentException(
                    (nodes.isPresent() ? "both 'nodes' and 'beside' are" : "neither 'nodes' nor 'beside' is")
                            + " given; expected one of them");
        }
        nodes.ifPresent(text -> Nodes.refuseBlank("nodes", text));
        if (!image.matches("\\S{1,500}")) {
            throw new IllegalArgumentException(
                    "'image' is '" + image + "'; expected a name such as registry.example/aftershock/cli:0.1.0");
        }
        NodeLoad load = load(cpu, memory);
        if (load.equals(new NodeLoad(0, 0))) {
            throw new IllegalArgumentException("neither 'cpu' nor 'memory' is given; expected one of them, or both");
        }
        if (NodeLoad.millicores("cpu-request", cpuRequest, 1) > load.limitMillicores()) {
            throw new IllegalArgumentException("'cpu-request' is '" + cpuRequest
                    + "'; expected at most what the pod may" + " use, " + load.limitMillicores() + "m");
        }
        if (Patience.of("ready-within", readyWithin).bound().isZero()) {
            throw new IllegalArgumentException("'ready-within' is 0s; expected more");
        }
    }

    private static NodeLoad load(Optional<String> cpu, Optional<String> memory) {
        return new NodeLoad(
                cpu.map(text -> NodeLoad.millicores("cpu", text, LEAST_CPU)).orElse(0),
                memory.map(text -> NodeLoad.mebibytes("memory", text)).orElse(0));
    }

    NodeLoad load() {
        return load(cpu, memory);
    }

    private String where() {
        return nodes.map(text -> "the nodes " + text)
                .orElseGet(
                        () -> "the nodes of " + beside.map(PodChoice::toString).orElse(""));
    }

    /** Makes {@code node-stress} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<NodeStress>, NeedsClusterRights<NodeStress>, Marks {

        private final Clusters clusters = new Clusters();
        private final OwnObjects own = new OwnObjects(StressPod.KIND, clusters);

        @Override
        public String kind() {
            return StressPod.KIND;
        }

        @Override
        public String summary() {
            return "Uses processors and holds memory of nodes, by a pod without privileges on each.";
        }

        @Override
        public Class<NodeStress> settings() {
            return NodeStress.class;
        }

        @Override
        public FaultPlan plan(NodeStress settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "take " + settings.load() + " of each of " + settings.where() + ", by a pod there",
                    "delete those pods; they end by themselves after " + Quantities.format(StressPod.LONGEST),
                    true);
        }

        @Override
        public String cluster(NodeStress settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(NodeStress settings) {
            return List.of(
                    Thing.Sort.NODE.to("list"),
                    ClusterRight.ofCluster("list", "", "pods"),
                    ClusterRight.ofCluster("get", "", "namespaces"),
                    Thing.Sort.POD.to("create"),
                    Thing.Sort.POD.to("get"),
                    Thing.Sort.POD.to("delete"));
        }

        @Override
        public List<PreparedFault> prepare(NodeStress settings, FaultContext context) throws IOException {
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            Scene scene = Scene.open(clusters, target, rights(settings));
            Mark mark = Mark.of(StressPod.KIND, context.runId(), context.faultId());
            List<Node> nodes = nodes(settings, scene, context);
            List<StressPod> pods = new ArrayList<>();
            for (String node : Nodes.names(nodes)) {
                Thing thing = new Thing(Thing.Sort.POD, scene.namespace(), own.name(settings + " on " + node));
                own.refuseNamesake(scene.cluster(), thing);
                pods.add(new StressPod(thing, mark, node, settings));
            }
            refuseTooMuch(settings.load(), nodes);
            Pods.refuseThoseToLeaveAlone(scene, Nodes.names(nodes), pod -> !ofSameRun(pod, mark));
            return prepare(scene, pods, context);
        }

        private static List<PreparedFault> prepare(Scene scene, List<StressPod> pods, FaultContext context)
                throws IOException {
            List<PreparedFault> prepared = new ArrayList<>();
            for (StressPod pod : pods) {
                Things.rehearse(scene.cluster(), pod.thing(), pod.manifest()).ifPresent(why -> {
                    throw InvalidInputException.of(
                            pod.thing() + " could not be made: " + why,
                            "a namespace whose quotas and standards allow such a pod");
                });
                Remove remove = scene.cluster().removal(pod.thing(), pod.mark());
                if (prepared.isEmpty()) {
                    // The way is the same for all of them.
                    Scene.requireWayIn(remove, remove::rehearse);
                }
                boolean last = prepared.size() == pods.size() - 1;
                prepared.add(new PreparedStress(scene, pod, remove, last ? pods.size() : 0, context.ended()));
            }
            return prepared;
        }

        private static boolean ofSameRun(Pod pod, Mark mark) {
            String owner = Lists.of(pod.getMetadata().getLabels()).get(mark.label());
            return owner != null && new Mark(mark.kind(), owner).run().equals(mark.run());
        }

        /** Each once, though several of the chosen pods run there. */
        private static List<Node> nodes(NodeStress settings, Scene scene, FaultContext context) throws IOException {
            if (settings.nodes().isPresent()) {
                return Nodes.chosen(scene.cluster(), settings.nodes().get());
            }
            TreeSet<String> names = new TreeSet<>();
            for (PodChoice.Found pod : settings.beside()
                    .orElseThrow()
                    .drawn(scene.cluster(), scene.namespace(), context.runId() + context.faultId())) {
                pod.in(scene.cluster(), scene.namespace())
                        .there()
                        .ifPresent(there -> names.add(there.getSpec().getNodeName()));
            }
            List<Node> nodes = new ArrayList<>();
            for (String name : names) {
                nodes.addAll(Nodes.chosen(scene.cluster(), name));
            }
            if (nodes.isEmpty()) {
                throw InvalidInputException.of("the chosen pods are gone by now", "pods that stay");
            }
            return nodes;
        }

        private static void refuseTooMuch(NodeLoad load, List<Node> nodes) {
            Problems problems = new Problems();
            for (Node node : nodes) {
                load.tooMuchFor(node)
                        .ifPresent(why -> problems.add(Place.CODE, why, "no more than each of the nodes has"));
            }
            problems.throwIfAny();
        }

        @Override
        public List<Marked> marked(Cluster cluster, String namespace) throws IOException {
            return own.marked(cluster, Thing.Sort.POD, namespace);
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(new Thing(Thing.Sort.NODE, "", recipe.fact(StressPod.NODE)), recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            own.delete(recipe);
        }

        /** The API forgets a pod when its node has said that its container ended, as long as nobody forces it to. */
        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return own.verify(recipe);
        }
    }
}
