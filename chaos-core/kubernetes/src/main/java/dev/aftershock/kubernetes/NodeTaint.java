package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the fault {@code node-taint}: pods that do not tolerate it are evicted from nodes, and none come there; no
 * disruption budget is asked.
 *
 * @param target the cluster, and the namespace whose pods show the effect
 * @param nodes a node's name, or a label selector for several
 */
public record NodeTaint(
        @Setting("The cluster, and the namespace whose pods show the effect.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The node, or a label selector for several, such as topology.kubernetes.io/zone=east-a.")
        String nodes) {

    /** Checks the choice. */
    public NodeTaint {
        Nodes.refuseBlank("nodes", nodes);
    }

    /** Makes {@code node-taint} faults. Thread-safe. */
    public static final class Provider extends ChangeProvider<NodeTaint> {

        private static final String KIND = "node-taint";
        private static final String TAINTS = "taints";
        private static final String KEY = "aftershock.dev/evicts";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Evicts the pods of nodes by a taint, without asking disruption budgets.";
        }

        @Override
        public Class<NodeTaint> settings() {
            return NodeTaint.class;
        }

        @Override
        public FaultPlan plan(NodeTaint settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "taint the nodes " + settings.nodes() + " with " + KEY + ":NoExecute", "remove the taint", true);
        }

        @Override
        Extent extent() {
            return new Extent(Set.of(Thing.Sort.NODE), TAINTS);
        }

        @Override
        public String cluster(NodeTaint settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(NodeTaint settings) {
            return List.of(
                    Thing.Sort.NODE.to("list"),
                    Thing.Sort.NODE.to("get"),
                    Thing.Sort.NODE.to("patch"),
                    ClusterRight.ofCluster("list", "", "pods"),
                    ClusterRight.ofCluster("get", "", "namespaces"));
        }

        @Override
        List<Change> changes(NodeTaint settings, Scene scene) throws IOException {
            List<Change> changes = new ArrayList<>();
            List<Node> nodes = Nodes.chosen(scene.cluster(), settings.nodes());
            Pods.refuseThoseToLeaveAlone(scene, Nodes.names(nodes), NodeTaint::leaves);
            for (Node node : nodes) {
                String name = node.getMetadata().getName();
                GenericKubernetesResource now = read(scene.cluster(), new Thing(Thing.Sort.NODE, "", name));
                changes.add(Nodes.change(node, withOurs(now), Map.of(TAINTS, taintsOfOthers(now))));
            }
            return changes;
        }

        /** The API takes the list as a whole, and others change it meanwhile: only ours is put in, and taken out. */
        @Override
        String breaking(Scene scene, Change change, Mark mark) throws IOException {
            GenericKubernetesResource now = read(scene.cluster(), change.thing());
            return change.breaking(mark, withOurs(now), now.getMetadata().getResourceVersion());
        }

        @Override
        Optional<Map<String, Object>> restored(GenericKubernetesResource now, Optional<Map<String, Object>> during) {
            return Optional.of(Map.of(TAINTS, taintsOfOthers(now)));
        }

        @Override
        boolean showsTrace(GenericKubernetesResource now) {
            return now.get("spec", TAINTS) instanceof List<?> taints
                    && taints.size() > taintsOfOthers(now).size();
        }

        private static Map<String, Object> withOurs(GenericKubernetesResource now) {
            List<Object> taints = taintsOfOthers(now);
            taints.add(Map.of("key", KEY, "effect", "NoExecute"));
            return Map.of(TAINTS, taints);
        }

        private static List<Object> taintsOfOthers(GenericKubernetesResource node) {
            List<Object> others = new ArrayList<>();
            if (node.get("spec", TAINTS) instanceof List<?> taints) {
                taints.stream()
                        .filter(taint -> !(taint instanceof Map<?, ?> fields && KEY.equals(fields.get("key"))))
                        .forEach(others::add);
            }
            return others;
        }

        @Override
        Optional<String> effect(NodeTaint settings, Scene scene, GenericKubernetesResource changed) throws IOException {
            String name = changed.getMetadata().getName();
            long left = Pods.on(scene.cluster(), scene.namespace(), name).stream()
                    .filter(pod -> !Pods.leaves(pod) && leaves(pod))
                    .count();
            return left == 0
                    ? Optional.of("the taint stands on " + name + ", and no pod of " + scene.namespace()
                            + " that does not tolerate it stays there")
                    : Optional.empty();
        }
    }

    private static boolean leaves(Pod pod) {
        return pod.getSpec().getTolerations().stream()
                .noneMatch(toleration -> (toleration.getKey() == null
                                || toleration.getKey().isEmpty()
                                || toleration.getKey().equals(Provider.KEY))
                        && (toleration.getEffect() == null
                                || toleration.getEffect().isEmpty()
                                || toleration.getEffect().equals("NoExecute")));
    }
}
