package dev.aftershock.kubernetes;

import dev.aftershock.engine.UndoRecipe;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * A Service that is led over a proxy: what is changed for it, and what is made. Whatever is made has a name that follows from
 * the Service's, so that a role can name it, and there can be one at a time.
 *
 * @param mark what all of it carries; the pods of the proxy are selected by it
 */
record Detour(Thing service, Mark mark) {

    static final String KIND = "service-link";

    /** The longest name of a Service of which all other names can be made. */
    static final int MOST_LETTERS = 43;

    /** The annotation of what was made that tells for which Service. */
    static final String OF = Mark.label(KIND) + ".of";

    private static final String OURS = "aftershock-";

    /** The one that a recipe is about. */
    static Detour of(UndoRecipe recipe) {
        return new Detour(Recipes.thing(recipe), new Mark(KIND, recipe.fact(Recipes.OWNER)));
    }

    UndoRecipe recipe(Cluster cluster) {
        return Recipes.of(KIND, cluster, service, Map.of(Recipes.OWNER, mark.owner()));
    }

    /** What runs the proxy. */
    Thing deployment() {
        return deployment(service);
    }

    /** The Service by which the proxy finds the pods. */
    Thing upstream() {
        return upstream(service);
    }

    /** The Service by which we find the proxy. */
    Thing proxy() {
        return proxy(service);
    }

    List<Thing> made() {
        return made(service);
    }

    static List<Thing> made(Thing service) {
        return List.of(deployment(service), upstream(service), proxy(service));
    }

    private static Thing deployment(Thing service) {
        return new Thing(Thing.Sort.DEPLOYMENT, service.namespace(), OURS + service.name());
    }

    private static Thing upstream(Thing service) {
        return new Thing(Thing.Sort.SERVICE, service.namespace(), OURS + service.name() + "-upstream");
    }

    private static Thing proxy(Thing service) {
        return new Thing(Thing.Sort.SERVICE, service.namespace(), OURS + service.name() + "-proxy");
    }

    /** The labels of the proxy's pods, and of whatever is made. */
    Map<String, String> labels() {
        return Map.of(mark.label(), mark.owner());
    }

    /** Whether an object was made or changed for it. */
    boolean owns(GenericKubernetesResource object) {
        return mark.isOn(object.getMetadata());
    }

    /** Whether the Service selects the proxy, or something of it and something else. */
    boolean selectsProxy(GenericKubernetesResource object) {
        return object.get("spec", "selector") instanceof Map<?, ?> selector
                && mark.owner().equals(selector.get(mark.label()));
    }
}
