package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Settings of the probe {@code kubernetes-nodes}: looks whether enough nodes are ready.
 *
 * <p>A node is ready when its condition {@code Ready} is true; a cordoned one may be. Without {@code at-least} as many must
 * be ready as match when the probe is made ready, so that a node that is removed is missed.
 *
 * @param target the cluster
 * @param nodes a label selector
 * @param atLeast how many must be ready, from 1 on
 * @param staleAfter how long what was seen counts, 2 s to 10 m
 */
public record KubernetesNodes(
        @Setting("The cluster to look at.") @Needs(ClusterTarget.class)
        String target,

        @Setting("A label selector of the nodes, such as topology.kubernetes.io/region=east; all nodes unless given.")
        Optional<String> nodes,

        @Setting("How many nodes must be ready; all that match unless given.")
        Optional<Integer> atLeast,

        @Setting(
                value =
                        "How long what was seen counts without a word of the API server, which is asked twice in that time.",
                byDefault = "5s")
        Duration staleAfter) {

    private static final String NODES = "nodes";

    /** Checks that the settings go together. */
    public KubernetesNodes {
        new Checks()
                .selector(NODES, nodes, "topology.kubernetes.io/region=east")
                .count(atLeast)
                .staleAfter(staleAfter)
                .end();
    }

    private Question<Node> find(KubernetesClient client) throws Exception {
        String words = nodes.map(selector -> "nodes with " + selector).orElse(NODES);
        Scope scope = Scope.ofCluster(NODES);
        Question.Query<Node> query = nodes.<Question.Query<Node>>map(
                        selector -> each -> each.nodes().withLabelSelector(selector))
                .orElse(KubernetesClient::nodes);
        int found = Question.count(client, words, scope, query);
        return new Question<>(
                words, scope, query, KubernetesNodes::ready, atLeast.orElse(found), Question.Signals.DETECTION);
    }

    private static Set<String> ready(Node node) {
        return Stream.ofNullable(node.getStatus())
                        .flatMap(status -> status.getConditions().stream())
                        .anyMatch(each -> each.getType().equals("Ready")
                                && each.getStatus().equals("True"))
                ? Set.of(node.getMetadata().getUid())
                : Set.of();
    }

    /** Makes {@code kubernetes-nodes} probes. */
    public static final class Provider implements ProbeProvider<KubernetesNodes>, NeedsClusterRights<KubernetesNodes> {

        @Override
        public String kind() {
            return "kubernetes-nodes";
        }

        @Override
        public String summary() {
            return "Looks whether enough nodes of a cluster are ready.";
        }

        @Override
        public Class<KubernetesNodes> settings() {
            return KubernetesNodes.class;
        }

        @Override
        public String cluster(KubernetesNodes settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(KubernetesNodes settings) {
            return List.of(ClusterRight.ofCluster("list", "", NODES), ClusterRight.ofCluster("watch", "", NODES));
        }

        @Override
        public Probe create(KubernetesNodes settings, ProbeContext context) {
            ClusterTarget cluster = context.targets().one(settings.target(), ClusterTarget.class);
            return new StateProbe<>(
                    context.name(),
                    new Diary(context.clock()),
                    settings::find,
                    new StateProbe.Sight(cluster, settings.staleAfter()));
        }
    }
}
