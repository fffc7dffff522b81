package dev.aftershock.probes.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Settings of the probe {@code kubernetes-lease}: looks whether somebody leads, as those tell who elect a leader by a Lease.
 *
 * <p>Somebody does while the Lease names a holder who was seen to renew it less than its own duration ago, by this machine's
 * clock. A renewal is another {@code renewTime}, holder or Lease than before; whatever else changes extends nothing, nor does
 * seeing the same again after a gap of the watch. When another holder is told, whoever stood by has noticed that the leader was
 * lost: that ends R1.
 *
 * <p>A Lease that was never seen to be renewed, as when the probe begins, may have ended long ago: clocks differ, so its
 * {@code renewTime} cannot tell. Attempts are {@code NOT_SENT} until it is renewed, and find nobody leading when its duration has
 * passed without that. So the baseline waits for one renewal, and a dead leader never passes it.
 *
 * @param target the cluster and namespace
 * @param lease the name of the Lease
 * @param staleAfter how long what was seen counts, 2 s to 10 m
 */
public record KubernetesLease(
        @Setting("The cluster and namespace to look at.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The name of the Lease.") String lease,

        @Setting(
                value =
                        "How long what was seen counts without a word of the API server, which is asked twice in that time.",
                byDefault = "5s")
        Duration staleAfter) {

    private static final String LEASES = "leases";
    private static final String GROUP = "coordination.k8s.io";

    /** Checks that the settings go together. */
    public KubernetesLease {
        new Checks()
                .refuse(
                        !Checks.isName(lease),
                        "'lease' is '" + lease + "'; expected the name of a Lease, such as orders-leader")
                .staleAfter(staleAfter)
                .end();
    }

    private Question<Lease> find(KubernetesClient client, String namespace) throws Exception {
        Scope scope = Scope.in(namespace, LEASES + "." + GROUP);
        Question.Query<Lease> query =
                each -> each.leases().inNamespace(namespace).withField("metadata.name", lease);
        boolean there = scope.ask(client, "list, watch", () -> Pages.of(query.on(client)::listAsPartialObjectMetadata)
                .hasNext());
        if (!there) {
            throw InvalidInputException.of(
                    "there is no lease '" + lease + "' in namespace " + namespace,
                    "the name of one that is there before the run, as 'kubectl get leases -n " + namespace
                            + "' lists them");
        }
        return question(scope, query);
    }

    Question<Lease> question(Scope scope, Question.Query<Lease> query) {
        return new Question<>(
                "holders of lease/" + lease,
                scope,
                query,
                KubernetesLease::holder,
                1,
                new Renewals(),
                Question.Signals.SUCCESSION);
    }

    /** Nobody, once it was given up. */
    private static Set<String> holder(Lease lease) {
        String holder = Renewals.holder(lease);
        return holder.isEmpty() ? Set.of() : Set.of(holder);
    }

    /** Makes {@code kubernetes-lease} probes. */
    public static final class Provider implements ProbeProvider<KubernetesLease>, NeedsClusterRights<KubernetesLease> {

        @Override
        public String kind() {
            return "kubernetes-lease";
        }

        @Override
        public String summary() {
            return "Looks whether somebody leads who was elected by a Lease of a cluster.";
        }

        @Override
        public Class<KubernetesLease> settings() {
            return KubernetesLease.class;
        }

        @Override
        public String cluster(KubernetesLease settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(KubernetesLease settings) {
            return List.of(
                    ClusterRight.namespaced("list", GROUP, LEASES).named(settings.lease()),
                    ClusterRight.namespaced("watch", GROUP, LEASES).named(settings.lease()));
        }

        @Override
        public Probe create(KubernetesLease settings, ProbeContext context) {
            ClusterTarget cluster = context.targets().one(settings.target(), ClusterTarget.class);
            return new StateProbe<>(
                    context.name(),
                    new Diary(context.clock()),
                    client -> settings.find(client, cluster.namespace()),
                    new StateProbe.Sight(cluster, settings.staleAfter()));
        }
    }
}
