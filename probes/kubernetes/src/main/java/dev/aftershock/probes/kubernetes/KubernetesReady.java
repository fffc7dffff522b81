package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Settings of the probe {@code kubernetes-ready}: looks whether enough pods are ready.
 *
 * <p>A pod is ready when its condition {@code Ready} is true and nobody has asked for its deletion. Without {@code at-least}
 * as many must be ready as the workload's spec asks for, or the selector matches, when the probe is made ready; a later
 * change of the spec changes nothing, since a workload that is scaled to nothing has not recovered.
 *
 * @param target the cluster and namespace
 * @param workload {@code deployment/NAME} or {@code statefulset/NAME}
 * @param pods a label selector
 * @param atLeast how many must be ready, from 1 on
 * @param staleAfter how long what was seen counts, 2 s to 10 m
 * @param warnings whether what the namespace's events warn of is told beside what was seen
 */
public record KubernetesReady(
        @Setting("The cluster and namespace to look at.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The workload whose pods must be ready: deployment/NAME or statefulset/NAME; give this or pods.")
        Optional<String> workload,

        @Setting("A label selector of the pods that must be ready, such as app=orders; give this or a workload.")
        Optional<String> pods,

        @Setting(
                "How many pods must be ready; all that the workload asks for, or that the selector matches, unless given.")
        Optional<Integer> atLeast,

        @Setting(
                value =
                        "How long what was seen counts without a word of the API server, which is asked twice in that time.",
                byDefault = "5s")
        Duration staleAfter,

        @Setting(
                value = "Whether the timeline also tells what the events of the namespace warn of.",
                byDefault = "false")
        boolean warnings) {

    private static final String PODS = "pods";

    /** Checks that the settings go together. */
    public KubernetesReady {
        new Checks()
                .refuse(
                        workload.isPresent() == pods.isPresent(),
                        (workload.isPresent() ? "both 'workload' and 'pods' are" : "nothing to look at is")
                                + " given; expected either 'workload: deployment/orders' or 'pods: app=orders'")
                .refuse(
                        workload.isPresent() && workload.flatMap(Workload::of).isEmpty(),
                        "'workload' is '" + workload.orElse("") + "'; expected deployment/NAME or statefulset/NAME")
                .selector(PODS, pods, "app=orders")
                .count(atLeast)
                .staleAfter(staleAfter)
                .end();
    }

    private Question<Pod> find(KubernetesClient client, String namespace) throws Exception {
        Scope scope = Scope.in(namespace, PODS);
        if (pods.isPresent()) {
            String words = "pods with " + pods.get() + " in namespace " + namespace;
            Question.Query<Pod> query =
                    each -> each.pods().inNamespace(namespace).withLabelSelector(pods.get());
            int found = Question.count(client, words, scope, query);
            return new Question<>(words, scope, query, KubernetesReady::ready, atLeast.orElse(found), signals());
        }
        Workload which = workload.flatMap(Workload::of).orElseThrow();
        Workload.Spec spec = which.find(client, namespace);
        return new Question<>(
                "pods of " + which,
                scope,
                each -> each.pods().inNamespace(namespace).withLabelSelector(spec.selector()),
                KubernetesReady::ready,
                atLeast.orElseGet(() -> which.wanted(spec)),
                signals());
    }

    /** Fewer than all are no redundancy. */
    private Question.Signals signals() {
        return atLeast.isPresent() ? Question.Signals.NONE : Question.Signals.REDUNDANCY;
    }

    static Set<String> ready(Pod pod) {
        boolean ready = pod.getMetadata().getDeletionTimestamp() == null
                && Stream.ofNullable(pod.getStatus())
                        .flatMap(status -> status.getConditions().stream())
                        .anyMatch(each -> each.getType().equals("Ready")
                                && each.getStatus().equals("True"));
        return ready ? Set.of(pod.getMetadata().getUid()) : Set.of();
    }

    /** Makes {@code kubernetes-ready} probes. */
    public static final class Provider implements ProbeProvider<KubernetesReady>, NeedsClusterRights<KubernetesReady> {

        @Override
        public String kind() {
            return "kubernetes-ready";
        }

        @Override
        public String summary() {
            return "Looks whether enough pods of a workload, or of a label selector, are ready.";
        }

        @Override
        public Class<KubernetesReady> settings() {
            return KubernetesReady.class;
        }

        @Override
        public String cluster(KubernetesReady settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(KubernetesReady settings) {
            List<ClusterRight> rights = new ArrayList<>(
                    List.of(ClusterRight.namespaced("list", "", PODS), ClusterRight.namespaced("watch", "", PODS)));
            settings.workload().flatMap(Workload::of).map(Workload::right).ifPresent(rights::add);
            if (settings.warnings()) {
                rights.add(ClusterRight.namespaced("list", "", Warnings.EVENTS));
                rights.add(ClusterRight.namespaced("watch", "", Warnings.EVENTS));
            }
            return rights;
        }

        @Override
        public Probe create(KubernetesReady settings, ProbeContext context) {
            ClusterTarget cluster = context.targets().one(settings.target(), ClusterTarget.class);
            return new StateProbe<>(
                    context.name(),
                    new Diary(context.clock()),
                    client -> settings.find(client, cluster.namespace()),
                    new StateProbe.Sight(cluster, settings.staleAfter(), settings.warnings()));
        }
    }
}
