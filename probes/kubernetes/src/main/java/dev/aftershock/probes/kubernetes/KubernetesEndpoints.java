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
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of the probe {@code kubernetes-endpoints}: looks whether a Service has enough ready endpoints.
 *
 * <p>Endpoints are those of the Service's EndpointSlices; one whose condition {@code ready} is not told is ready, as the API
 * says. A pod that has an address in several slices counts once.
 *
 * @param target the cluster and namespace
 * @param service the name of the Service
 * @param atLeast how many must be ready, from 1 on
 * @param staleAfter how long what was seen counts, 2 s to 10 m
 */
public record KubernetesEndpoints(
        @Setting("The cluster and namespace to look at.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The name of the Service.") String service,

        @Setting(value = "How many of its endpoints must be ready.", byDefault = "1")
        int atLeast,

        @Setting(
                value =
                        "How long what was seen counts without a word of the API server, which is asked twice in that time.",
                byDefault = "5s")
        Duration staleAfter) {

    /** Checks that the settings go together. */
    public KubernetesEndpoints {
        new Checks()
                .refuse(
                        !Checks.isName(service),
                        "'service' is '" + service + "'; expected the name of a Service, such as orders")
                .count(Optional.of(atLeast))
                .staleAfter(staleAfter)
                .end();
    }

    private Question<EndpointSlice> find(KubernetesClient client, String namespace) throws Exception {
        boolean there = Scope.in(namespace, "services")
                .ask(
                        client,
                        "get",
                        () -> client.services()
                                        .inNamespace(namespace)
                                        .withName(service)
                                        .get()
                                != null);
        if (!there) {
            throw InvalidInputException.of(
                    "there is no service '" + service + "' in namespace " + namespace,
                    "the name of one that is there before the run, as 'kubectl get services -n " + namespace
                            + "' lists them");
        }
        return new Question<>(
                "endpoints of service/" + service,
                Scope.in(namespace, "endpointslices.discovery.k8s.io"),
                each -> each.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withLabel("kubernetes.io/service-name", service),
                KubernetesEndpoints::ready,
                atLeast,
                Question.Signals.NONE);
    }

    private static Set<String> ready(EndpointSlice slice) {
        // A slice that lost its last endpoint has none at all.
        return Stream.ofNullable(slice.getEndpoints())
                .flatMap(List::stream)
                .filter(each -> each.getConditions() == null
                        || !Boolean.FALSE.equals(each.getConditions().getReady()))
                .map(KubernetesEndpoints::identity)
                .collect(Collectors.toSet());
    }

    private static String identity(Endpoint endpoint) {
        return Optional.ofNullable(endpoint.getTargetRef())
                .map(ObjectReference::getUid)
                .orElseGet(() -> String.join(",", endpoint.getAddresses()));
    }

    /** Makes {@code kubernetes-endpoints} probes. */
    public static final class Provider
            implements ProbeProvider<KubernetesEndpoints>, NeedsClusterRights<KubernetesEndpoints> {

        @Override
        public String kind() {
            return "kubernetes-endpoints";
        }

        @Override
        public String summary() {
            return "Looks whether a Service of a cluster has enough ready endpoints.";
        }

        @Override
        public Class<KubernetesEndpoints> settings() {
            return KubernetesEndpoints.class;
        }

        @Override
        public String cluster(KubernetesEndpoints settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(KubernetesEndpoints settings) {
            return List.of(
                    ClusterRight.namespaced("get", "", "services").named(settings.service()),
                    ClusterRight.namespaced("list", "discovery.k8s.io", "endpointslices"),
                    ClusterRight.namespaced("watch", "discovery.k8s.io", "endpointslices"));
        }

        @Override
        public Probe create(KubernetesEndpoints settings, ProbeContext context) {
            ClusterTarget cluster = context.targets().one(settings.target(), ClusterTarget.class);
            return new StateProbe<>(
                    context.name(),
                    new Diary(context.clock()),
                    client -> settings.find(client, cluster.namespace()),
                    new StateProbe.Sight(cluster, settings.staleAfter()));
        }
    }
}
