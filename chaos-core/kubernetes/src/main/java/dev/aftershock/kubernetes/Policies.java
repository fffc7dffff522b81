package dev.aftershock.kubernetes;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The network policies that a namespace has already. */
final class Policies {

    private Policies() {}

    /**
     * Refuses a policy, made or to be made, whose pods others choose for the same direction. Policies only add to what is
     * allowed: what the others allow would not be cut, and what they deny would be opened.
     *
     * @throws dev.aftershock.parts.InvalidInputException with each such policy
     */
    static void refuseOthersBeside(Scene scene, NetworkPolicy ours) throws IOException {
        Set<String> names = chosen(scene, ours);
        Problems problems = new Problems();
        for (NetworkPolicy policy : of(scene)) {
            List<String> common = ours.getSpec().getPolicyTypes().stream()
                    .filter(Lists.of(policy.getSpec().getPolicyTypes())::contains)
                    .toList();
            if (!common.isEmpty()
                    && !policy.getMetadata().getName().equals(ours.getMetadata().getName())
                    && !Collections.disjoint(chosen(scene, policy), names)) {
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

    private static Set<String> chosen(Scene scene, NetworkPolicy policy) throws IOException {
        return Pods.selected(
                        scene.cluster(), scene.namespace(), policy.getSpec().getPodSelector())
                .stream()
                .filter(pod -> !Pods.leaves(pod))
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
    }
}
