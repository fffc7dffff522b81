package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code node-drain}: nodes are cordoned, all of them first, and their pods evicted as far as disruption
 * budgets allow it, as before maintenance.
 *
 * @param target the cluster
 * @param nodes a node's name, or a label selector for several
 * @param within for how long pods are asked for again that a budget keeps, 0 to 10 minutes
 */
public record NodeDrain(
        @Setting("The cluster.") @Needs(ClusterTarget.class) String target,

        @Setting("The node, or a label selector for several, such as topology.kubernetes.io/zone=east-a.")
        String nodes,

        @Setting(value = "For how long pods are asked for again that a disruption budget keeps.", byDefault = "30s")
        Duration within) {

    static final String KIND = "node-drain";

    /** Checks the choice and the range. */
    public NodeDrain {
        Nodes.refuseBlank("nodes", nodes);
        Patience.of("within", within);
    }

    /**
     * Makes {@code node-drain} faults. The call that injects returns when all pods of all nodes end, or the time is over. What
     * a DaemonSet or the node's own files run stays, as with any drain; nodes that were cordoned before stay so. Thread-safe.
     */
    public static final class Provider extends Cordoning<NodeDrain> {

        private static final int MOST_NAMED = 5;

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Drains nodes: cordons them and evicts their pods, as far as disruption budgets allow it.";
        }

        @Override
        public Class<NodeDrain> settings() {
            return NodeDrain.class;
        }

        @Override
        public FaultPlan plan(NodeDrain settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "cordon the nodes " + settings.nodes() + " and evict their pods as disruption budgets allow it",
                    "uncordon those that it cordoned",
                    true);
        }

        @Override
        public String cluster(NodeDrain settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(NodeDrain settings) {
            return List.of(
                    Thing.Sort.NODE.to("list"),
                    Thing.Sort.NODE.to("get"),
                    Thing.Sort.NODE.to("patch"),
                    ClusterRight.ofCluster("list", "", "pods"),
                    ClusterRight.ofCluster("create", "", "pods/" + Evictions.PART),
                    ClusterRight.ofCluster("get", "", "namespaces"));
        }

        @Override
        List<Change> changes(NodeDrain settings, Scene scene) throws IOException {
            List<Change> changes = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (Node node : chosen(scene, settings.nodes())) {
                names.add(node.getMetadata().getName());
                changes.add(cordoning(node));
            }
            refuseKept(scene, names);
            return changes;
        }

        private static void refuseKept(Scene scene, List<String> nodes) throws IOException {
            Problems problems = new Problems();
            int pods = 0;
            Pods.refuseThoseToLeaveAlone(scene, nodes, Pods::leaveWithDrain);
            for (String node : nodes) {
                for (Pod pod : Pods.drained(scene.cluster(), node)) {
                    pods++;
                    Evictions.rehearse(OnePod.of(scene.cluster(), pod))
                            .ifPresent(why -> problems.add(
                                    Place.CODE, "on node " + node + ": " + why, Evictions.A_BUDGET_THAT_ALLOWS));
                }
            }
            problems.throwIfAny();
            if (pods == 0) {
                throw InvalidInputException.of(
                        "no pod runs on " + nodes + " that a drain would evict", "nodes that run some");
            }
        }

        /** All nodes are cordoned by then, so that no pod moves from one of them to another. */
        @Override
        void follow(NodeDrain settings, Scene scene, Mark mark) throws IOException, InterruptedException {
            Pods.refuseThoseToLeaveAlone(scene, cordoned(scene, mark), Pods::leaveWithDrain);
            new Patience(settings.within()).ask(() -> kept(scene, cordoned(scene, mark)));
        }

        /** Read anew each time: what was healed meanwhile is drained no further. */
        private static List<String> cordoned(Scene scene, Mark mark) throws IOException {
            List<String> names = Things.labelled(scene.cluster(), Thing.Sort.NODE, "", mark.label()).stream()
                    .filter(node -> mark.isOn(node.getMetadata()))
                    .map(node -> node.getMetadata().getName())
                    .toList();
            if (names.isEmpty()) {
                // Asked again, it would be the same.
                throw new IllegalStateException("no node carries the mark of this fault any more, so none is drained");
            }
            return names;
        }

        private static Optional<String> kept(Scene scene, List<String> nodes) throws IOException {
            List<String> kept = new ArrayList<>();
            for (String node : nodes) {
                for (Pod pod : Pods.drained(scene.cluster(), node)) {
                    Evictions.evict(OnePod.of(scene.cluster(), pod)).ifPresent(kept::add);
                }
            }
            String more = kept.size() > MOST_NAMED ? "; and " + (kept.size() - MOST_NAMED) + " more" : "";
            return kept.isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join("; ", kept.subList(0, Math.min(MOST_NAMED, kept.size()))) + more);
        }

        @Override
        Optional<String> effect(NodeDrain settings, Scene scene, GenericKubernetesResource changed) throws IOException {
            String name = changed.getMetadata().getName();
            Optional<String> cordoned = seenCordoned(changed);
            return cordoned.isPresent() && Pods.drained(scene.cluster(), name).isEmpty()
                    ? cordoned.map(seen -> seen + ", and no pod stays there that a drain evicts")
                    : Optional.empty();
        }
    }
}
