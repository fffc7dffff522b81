package dev.aftershock.kubernetes;

import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * An object that a fault makes, and that is gone when it is undone.
 *
 * @param thing its name
 * @param mark whose it is
 * @param object what it holds
 */
record OwnObject<T extends HasMetadata>(Cluster cluster, Thing thing, Mark mark, T object) {

    /**
     * Makes it.
     *
     * @throws IOException when one of that name is there, or it is unknown whether it was made
     */
    void make() throws IOException {
        Things.create(cluster, thing, object);
    }

    /** It as it is now; nothing when it is gone, or another's. */
    Optional<GenericKubernetesResource> there() throws IOException {
        return Things.read(cluster, thing).filter(found -> mark.isOn(found.getMetadata()));
    }

    UndoRecipe recipe() {
        return Recipes.of(mark.kind(), cluster, thing, Map.of(Recipes.OWNER, mark.owner()));
    }

    /**
     * What a guard does about it.
     *
     * @throws IOException when it could not get in
     */
    Remove removal() throws IOException {
        return cluster.removal(thing, mark);
    }
}
