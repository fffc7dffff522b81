package dev.aftershock.kubernetes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Setting;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which pods of a namespace a fault is about.
 *
 * @param labels a label selector
 * @param fields a field selector
 * @param annotation {@code key=value} that they carry
 * @param onNodes a label selector of the nodes that they run on
 * @param amount how many of them
 * @param seed draws the same ones again; by default each fault of each run draws anew
 */
public record PodChoice(
        @Setting("A label selector, such as app=orders or 'app in (orders, carts)'.")
        String labels,

        @Setting("A field selector besides, such as status.phase=Running.")
        Optional<String> fields,

        @Setting("An annotation that they carry, as key=value.")
        Optional<String> annotation,

        @Setting("A label selector of the nodes that they run on, such as topology.kubernetes.io/region=east.")
        Optional<String> onNodes,

        @Setting(value = "How many of them: a number, a percentage, 'up to' a percentage, or all.", byDefault = "1")
        String amount,

        @Setting("Draws the same pods again; by default each run draws anew.")
        Optional<Long> seed) {

    /** Checks the amount and the annotation. */
    public PodChoice {
        Amount.parse("amount", amount);
        Nodes.refuseBlank("labels", labels);
        onNodes.ifPresent(nodes -> Nodes.refuseBlank("on-nodes", nodes));
        annotation.filter(text -> text.indexOf('=') < 1).ifPresent(text -> {
            throw new IllegalArgumentException("'annotation' is '" + text + "'; expected key=value");
        });
    }

    /**
     * A pod that the selectors match; no more of it is kept, because there may be very many.
     *
     * @param chosen whether it may be drawn
     * @param replaced whether somebody makes another in its place
     */
    record Found(String name, String uid, boolean chosen, boolean replaced) {

        /** The pod itself. */
        OnePod in(Cluster cluster, String namespace) {
            return new OnePod(cluster, new Thing(Thing.Sort.POD, namespace, name), uid);
        }
    }

    /** In words. */
    @Override
    public String toString() {
        return amount + " of the pods " + labels
                + onNodes.map(where -> " on nodes " + where).orElse("");
    }

    /**
     * Draws pods that take requests now.
     *
     * @param run what a seed is made of when none is given
     * @return at least one
     * @throws InvalidInputException when none is ready that may be touched
     */
    List<Found> drawn(Cluster cluster, String namespace, String run) throws IOException {
        List<Found> all = all(cluster, query(namespace).remembered(), Pods::ready);
        if (all.stream().noneMatch(Found::chosen)) {
            all = all(cluster, query(namespace), Pods::ready);
        }
        List<Found> ready = all.stream()
                .filter(Found::chosen)
                .sorted(Comparator.comparing(Found::name))
                .toList();
        if (ready.isEmpty()) {
            throw InvalidInputException.of(
                    "of " + all.size() + " pods '" + labels + "' in namespace " + namespace + " of " + cluster
                            + " none is ready, unprotected and as chosen",
                    "a selector that matches ready pods");
        }
        return Amount.parse("amount", amount).drawn(ready, seed.orElse((long) run.hashCode()));
    }

    /** Those that are there or come to be, ready or not, and may be touched. */
    List<OnePod> present(Cluster cluster, String namespace) throws IOException {
        return all(cluster, query(namespace).remembered(), pod -> !Pods.leaves(pod)).stream()
                .filter(found -> found.chosen() && found.replaced())
                .map(found -> found.in(cluster, namespace))
                .toList();
    }

    private Pages.Query<Pod> query(String namespace) {
        return (client, page) -> {
            page.setLabelSelector(labels);
            fields.ifPresent(page::setFieldSelector);
            return client.pods().inNamespace(namespace).list(page);
        };
    }

    private List<Found> all(Cluster cluster, Pages.Query<Pod> query, Predicate<Pod> which) throws IOException {
        Set<String> nodes = nodeNames(cluster);
        return Pages.all(
                cluster, "listing the pods " + labels, query, pod -> Optional.of(found(pod, nodes, which.test(pod))));
    }

    private Found found(Pod pod, Set<String> nodes, boolean wanted) {
        boolean chosen = wanted
                && !Safe.isProtected(pod)
                && carriesAnnotation(pod)
                && (onNodes.isEmpty() || nodes.contains(pod.getSpec().getNodeName()));
        boolean replaced = Pods.controller(pod).isPresent();
        return new Found(pod.getMetadata().getName(), pod.getMetadata().getUid(), chosen, replaced);
    }

    private Set<String> nodeNames(Cluster cluster) throws IOException {
        if (onNodes.isEmpty()) {
            return Set.of();
        }
        Pages.Query<Node> query = (client, page) ->
                client.nodes().withLabelSelector(onNodes.get()).list(page);
        return Set.copyOf(Pages.all(
                cluster,
                "listing the nodes " + onNodes.get(),
                query,
                node -> Optional.of(node.getMetadata().getName())));
    }

    private boolean carriesAnnotation(Pod pod) {
        Map<String, String> there = Lists.of(pod.getMetadata().getAnnotations());
        return annotation
                .map(text -> text.split("=", 2))
                .map(wanted -> wanted[1].equals(there.get(wanted[0])))
                .orElse(true);
    }
}
