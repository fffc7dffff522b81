package dev.aftershock.kubernetes;

import dev.aftershock.engine.UndoRecipe;
import java.util.Map;
import java.util.TreeMap;

/** The facts of undo recipes about objects of a cluster. */
final class Recipes {

    static final String KUBECONFIG = "kubeconfig";
    static final String CONTEXT = "context";

    /** The run and the fault, as the {@link Mark} has it. */
    static final String OWNER = "owner";

    private static final String SERVER = "server";
    private static final String SORT = "sort";
    private static final String NAMESPACE = "namespace";
    private static final String NAME = "name";

    private Recipes() {}

    /** A recipe for one object, with what else its provider needs. */
    static UndoRecipe of(String kind, Cluster cluster, Thing thing, Map<String, String> more) {
        Map<String, String> facts = new TreeMap<>(more);
        facts.put(KUBECONFIG, cluster.id().kubeconfig());
        facts.put(CONTEXT, cluster.id().context());
        facts.put(SERVER, cluster.server());
        facts.put(SORT, thing.sort().word());
        facts.put(NAMESPACE, thing.namespace());
        facts.put(NAME, thing.name());
        return new UndoRecipe(kind, thing.toString(), facts);
    }

    static Thing thing(UndoRecipe recipe) {
        String sort = recipe.fact(SORT);
        return new Thing(
                Thing.Sort.of(sort)
                        .orElseThrow(() -> new IllegalStateException("an undo recipe names a '" + sort + "'")),
                recipe.fact(NAMESPACE),
                recipe.fact(NAME));
    }

    /**
     * The cluster that a recipe is about.
     *
     * @throws IllegalStateException when its context leads to another one by now
     */
    static Cluster cluster(UndoRecipe recipe, Clusters clusters) {
        Cluster cluster = clusters.of(recipe);
        if (!cluster.server().equals(recipe.fact(SERVER))) {
            throw new IllegalStateException("the fault was made in the cluster at " + recipe.fact(SERVER)
                    + ", but the kubeconfig leads to " + cluster.server() + " now");
        }
        return cluster;
    }

    /** What such a fault acts on. */
    static String object(UndoRecipe recipe) {
        return object(thing(recipe), recipe);
    }

    /** The same where it acts on something else than what it changes. */
    static String object(Thing thing, UndoRecipe recipe) {
        return thing + " on " + recipe.fact(SERVER);
    }
}
