package dev.aftershock.kubernetes;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The objects that faults of one kind make, and take away again. Thread-safe.
 *
 * @param kind of the faults
 */
record OwnObjects(String kind, Clusters clusters) {

    private static final int ATTEMPTS = 5;
    private static final int SHORT = 8;

    /** The same for the same settings, so that a role can name it, and two such faults at a time are refused. */
    String name(Record settings) {
        return name(settings.toString());
    }

    /** The same for the same text. */
    String name(String text) {
        return "aftershock-" + kind + "-"
                + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, SHORT);
    }

    /**
     * Refuses a name that is taken.
     *
     * @throws InvalidInputException with the run that took it, if one did
     */
    void refuseNamesake(Cluster cluster, Thing thing) throws IOException {
        Optional<GenericKubernetesResource> there = Things.read(cluster, thing);
        if (there.isPresent()) {
            String owner = Lists.of(there.get().getMetadata().getLabels()).get(Mark.label(kind));
            throw taken(thing, owner == null ? "" : ", by the fault '" + kind + "' of " + owner);
        }
    }

    /** An object is there that must not be. */
    static InvalidInputException taken(Thing thing, String byWhom) {
        return InvalidInputException.of(
                thing + " is there already" + byWhom,
                "a namespace without it; 'aftershock recover' removes what a dead run left");
    }

    /** That of a recipe. Also one that lost its mark: nobody but a fault gives it such a name. */
    Optional<GenericKubernetesResource> there(UndoRecipe recipe) throws IOException {
        String owner = recipe.fact(Recipes.OWNER);
        return Things.read(Recipes.cluster(recipe, clusters), Recipes.thing(recipe))
                .filter(object ->
                        owner.equals(Lists.of(object.getMetadata().getLabels()).getOrDefault(Mark.label(kind), owner)));
    }

    /**
     * Asks for that of a recipe to be deleted, and no namesake.
     *
     * @throws IOException when it is unknown whether it was
     */
    void delete(UndoRecipe recipe) throws IOException {
        Thing thing = Recipes.thing(recipe);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<GenericKubernetesResource> there = there(recipe);
            if (there.isEmpty()
                    || Things.delete(
                            Recipes.cluster(recipe, clusters),
                            thing,
                            there.get().getMetadata().getUid())) {
                return;
            }
        }
        throw new IOException(thing + " was made anew each of the " + ATTEMPTS + " times that it was to be deleted");
    }

    /** Whether that of a recipe is gone. */
    HealCheck verify(UndoRecipe recipe) throws IOException {
        return verify(recipe, object -> Recipes.thing(recipe) + " is still there");
    }

    /** The same, with other words for one that is not. */
    HealCheck verify(UndoRecipe recipe, Function<GenericKubernetesResource, String> remains) throws IOException {
        return there(recipe)
                .map(object -> HealCheck.notHealed(remains.apply(object)))
                .orElseGet(() -> HealCheck.healed(Recipes.thing(recipe) + " is gone, or another run's"));
    }

    /** Those of any run in a namespace, as far as we may look. */
    List<Marked> marked(Cluster cluster, Thing.Sort sort, String namespace) throws IOException {
        List<Marked> marked = new ArrayList<>();
        if (!Permissions.isGranted(cluster, namespace, sort.to("list"))) {
            return marked;
        }
        String label = Mark.label(kind);
        for (var object : Things.labelled(cluster, sort, namespace, label)) {
            Mark mark = new Mark(kind, object.getMetadata().getLabels().get(label));
            Thing thing = new Thing(
                    sort,
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
            marked.add(new Marked(mark.run(), Recipes.of(kind, cluster, thing, Map.of(Recipes.OWNER, mark.owner()))));
        }
        return marked;
    }
}
