package dev.aftershock.kubernetes;

import dev.aftershock.engine.Marked;
import dev.aftershock.guard.Remove;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Problem;
import dev.aftershock.probes.ClusterRight;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the faults have in common that make an object for a tool which injects chaos. Thread-safe. */
record ChaosFaults(ChaosTool tool, OwnObjects own) {

    /** When a tool ends by itself what nobody takes away: a minute more than the longest {@code stop-after}. */
    static final Duration LONGEST = Duration.ofMinutes(16);

    /** What it takes to make an object, to look at it and to take it away. */
    List<ClusterRight> rights(Thing.Sort sort, String name) {
        return List.of(
                ClusterRight.SEE_NAMESPACE,
                sort.to("list"),
                sort.to("create"),
                sort.to("get").named(name),
                sort.to("delete").named(name));
    }

    /** In a plan: when its effect counts. */
    String tried(Optional<String> canary) {
        return canary.map(name -> "; its effect counts once the canary " + name + " gives no good answer")
                .orElse("; without a canary only " + tool.title() + "'s word is there for its effect");
    }

    /** An object that is not there yet. */
    static OwnObject<GenericKubernetesResource> object(Scene scene, ChaosObject kept, String name, Mark mark) {
        GenericKubernetesResource made = new GenericKubernetesResource();
        made.setApiVersion(kept.tool().api());
        made.setKind(kept.kind());
        made.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(scene.namespace())
                .addToLabels(mark.label(), mark.owner())
                .build());
        made.setAdditionalProperty("spec", kept.spec());
        return new OwnObject<>(scene.cluster(), new Thing(kept.sort(), scene.namespace(), name), mark, made);
    }

    /**
     * Makes sure of the tool.
     *
     * @param needed the kinds of its objects that there must be
     * @throws InvalidInputException with those that the cluster does not serve
     */
    void requireServed(Cluster cluster, List<String> needed) throws IOException {
        Set<String> served = served(cluster);
        List<String> missing =
                needed.stream().filter(kind -> !served.contains(kind)).toList();
        if (!missing.isEmpty()) {
            throw InvalidInputException.of(
                    cluster + " does not serve " + String.join(", ", missing) + " of " + tool.api(),
                    "a cluster in which " + tool.title() + " " + tool.release()
                            + " is installed; without it there are network-partition,"
                            + " dns-failure and the other faults");
        }
    }

    /** The kinds; whoever may log in may ask that. */
    private Set<String> served(Cluster cluster) throws IOException {
        return Optional.ofNullable(cluster.call(
                        "asking what is served of " + tool.api(), client -> client.getApiResources(tool.api())))
                .stream()
                .flatMap(answer -> answer.getResources().stream())
                .map(APIResource::getKind)
                .collect(Collectors.toSet());
    }

    /**
     * Asks the API whether it would make an object, and looks whether it could be taken away again.
     *
     * @return what a guard would do
     * @throws InvalidInputException when it would not, or could not
     */
    Remove rehearse(Scene scene, ChaosObject asked, OwnObject<GenericKubernetesResource> made) throws IOException {
        refuseLeftovers(scene, made.thing(), made.mark());
        Things.rehearse(scene.cluster(), made.thing(), made.object()).ifPresent(refusal -> {
            throw new InvalidInputException(List.of(new Problem(
                    asked.place(),
                    "the API does not take this " + asked.kind() + ": " + refusal,
                    "what the schema that the cluster has of it allows; nothing was made",
                    "")));
        });
        Remove remove = made.removal();
        Scene.requireWayIn(remove, remove::rehearse);
        return remove;
    }

    /** Another run's may act on the same pods, and its end would be taken for this one's. */
    private void refuseLeftovers(Scene scene, Thing thing, Mark mark) throws IOException {
        for (var there : Things.labelled(scene.cluster(), thing.sort(), scene.namespace(), mark.label())) {
            Mark other = new Mark(mark.kind(), there.getMetadata().getLabels().get(mark.label()));
            String name = there.getMetadata().getName();
            if (name.equals(thing.name()) || !other.run().equals(mark.run())) {
                throw OwnObjects.taken(
                        new Thing(thing.sort(), scene.namespace(), name),
                        ", by the fault '" + mark.kind() + "' of " + other.owner());
            }
        }
    }

    /** Those of any run in a namespace, as far as we may look. */
    List<Marked> marked(Cluster cluster, String namespace) throws IOException {
        Set<String> served = served(cluster);
        List<Marked> marked = new ArrayList<>();
        for (String kind : tool.kinds()) {
            if (served.contains(kind)) {
                marked.addAll(own.marked(cluster, ChaosTool.sort(kind), namespace));
            }
        }
        return marked;
    }

    /**
     * Why an object still counts as acting.
     *
     * @param held what that means which keeps it though it was deleted, and what may be done about it
     */
    static String remains(Thing thing, GenericKubernetesResource object, String held) {
        return object.getMetadata().getDeletionTimestamp() == null
                ? thing + " is still there"
                : thing + " is deleted, but its finalizers "
                        + object.getMetadata().getFinalizers() + " keep it: " + held;
    }
}
