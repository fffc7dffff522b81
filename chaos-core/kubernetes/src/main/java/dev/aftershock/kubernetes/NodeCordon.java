package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code node-cordon}: no new pods come onto nodes; those that run there go on.
 *
 * @param target the cluster
 * @param nodes a node's name, or a label selector for several
 */
public record NodeCordon(
        @Setting("The cluster.") @Needs(ClusterTarget.class) String target,

        @Setting("The node, or a label selector for several, such as topology.kubernetes.io/region=east.")
        String nodes) {

    static final String KIND = "node-cordon";

    /** Checks the choice. */
    public NodeCordon {
        Nodes.refuseBlank("nodes", nodes);
    }

    /** Makes {@code node-cordon} faults. Thread-safe. */
    public static final class Provider extends Cordoning<NodeCordon> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Lets no new pods onto nodes.";
        }

        @Override
        public Class<NodeCordon> settings() {
            return NodeCordon.class;
        }

        @Override
        public FaultPlan plan(NodeCordon settings, List<TargetInfo> resolved) {
            return new FaultPlan("cordon the nodes " + settings.nodes(), "uncordon those that it cordoned", true);
        }

        @Override
        public String cluster(NodeCordon settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(NodeCordon settings) {
            return List.of(
                    ClusterRight.SEE_NAMESPACE,
                    Thing.Sort.NODE.to("list"),
                    Thing.Sort.NODE.to("get"),
                    Thing.Sort.NODE.to("patch"));
        }

        /** Those that somebody else cordoned stay so, and are no part of the fault. */
        @Override
        List<Change> changes(NodeCordon settings, Scene scene) throws IOException {
            List<Change> changes = new ArrayList<>();
            for (Node node : chosen(scene, settings.nodes())) {
                if (!isCordoned(node)) {
                    changes.add(cordoning(node));
                }
            }
            return Nodes.atLeastOne(changes, settings.nodes(), "is cordoned already");
        }

        @Override
        Optional<String> effect(NodeCordon settings, Scene scene, GenericKubernetesResource changed) {
            return seenCordoned(changed);
        }
    }
}
