package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the pods of a proxy. */
final class DetourPods {

    private DetourPods() {}

    static List<Pod> of(Cluster cluster, Detour detour) throws IOException {
        LabelSelector ours =
                new LabelSelectorBuilder().withMatchLabels(detour.labels()).build();
        return Pods.selected(cluster, detour.service().namespace(), ours);
    }

    /** Whether the Service finds the proxy and nobody else. */
    static boolean leadsOnlyToProxy(Cluster cluster, Detour detour) throws IOException {
        List<Endpoint> ready = Services.ready(cluster, detour.service());
        return !ready.isEmpty() && ready.size() == toProxy(cluster, detour, ready);
    }

    /** Whether the Service finds the proxy. */
    static boolean leadsToProxy(Cluster cluster, Detour detour) throws IOException {
        return toProxy(cluster, detour, Services.ready(cluster, detour.service())) > 0;
    }

    private static long toProxy(Cluster cluster, Detour detour, List<Endpoint> endpoints) throws IOException {
        Set<String> names = of(cluster, detour).stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
        return endpoints.stream()
                .filter(endpoint -> endpoint.getTargetRef() != null
                        && names.contains(endpoint.getTargetRef().getName()))
                .count();
    }

    /** Why they are not ready, in the cluster's own words. */
    static String state(Cluster cluster, Detour detour) throws IOException {
        List<Pod> pods = of(cluster, detour);
        return pods.isEmpty()
                ? "it has no pod; look at the events of " + detour.deployment()
                : pods.stream().map(PodState::of).collect(Collectors.joining("; "));
    }
}
