package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The network policies that a namespace has already. */
final class Policies {

    private Policies() {}

    /**
     * Refuses pods that other policies choose for the same direction. Policies only add to what is allowed: what the others
     * allow would not be cut, and what they deny would be opened.
     *
     * @param types {@code Ingress}, {@code Egress} or both
     * @throws dev.aftershock.parts.InvalidInputException with each such policy
     */
    static void refuseOthersFor(Scene scene, List<Pod> pods, List<String> types) throws IOException {
        Set<String> names =
                pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
        Problems problems = new Problems();
        for (NetworkPolicy policy : of(scene)) {
            List<String> common = types.stream()
                    .filter(Lists.of(policy.getSpec().getPolicyTypes())::contains)
                    .toList();
            if (!common.isEmpty() && choosesAny(scene, policy, names)) {
                problems.add(
                        Place.CODE,
                        "network policy " + scene.namespace() + "/"
                                + policy.getMetadata().getName() + " decides on " + String.join(" and ", common)
                                + " of the same pods: what it allows could not be cut, and what it denies would be"
                                + " opened",
                        "pods, or a direction, that no other network policy decides on");
            }
        }
        problems.throwIfAny();
    }

    private static List<NetworkPolicy> of(Scene scene) throws IOException {
        return scene.cluster()
                .call("listing the network policies", client -> client.network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(scene.namespace())
                        .list())
                .getItems();
    }

    private static boolean choosesAny(Scene scene, NetworkPolicy policy, Set<String> names) throws IOException {
        return Pods.selected(
                        scene.cluster(), scene.namespace(), policy.getSpec().getPodSelector())
                .stream()
                .anyMatch(pod -> names.contains(pod.getMetadata().getName()));
    }
}
