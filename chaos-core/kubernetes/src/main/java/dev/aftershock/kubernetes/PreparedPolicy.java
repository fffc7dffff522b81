package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A network policy that is about to be made.
 *
 * @param remove what a guard would do
 * @param canary what must fall silent by it
 */
record PreparedPolicy(Scene scene, OwnObject<NetworkPolicy> made, Remove remove, Optional<Canary> canary)
        implements PreparedFault {

    @Override
    public String target() {
        return made.thing().toString();
    }

    @Override
    public UndoRecipe undo() {
        return made.recipe();
    }

    @Override
    public Bound bound() {
        return new Bound.ByGuard(List.of(remove));
    }

    @Override
    public void inject() throws IOException {
        made.make();
    }

    /**
     * A policy that is there may be obeyed by nobody: only the canary tells. And one that came after it was prepared, as of
     * another fault of the same step, may have opened what it cuts.
     *
     * @throws dev.aftershock.parts.InvalidInputException with each policy that decides on the same pods
     */
    @Override
    public Optional<String> effect() throws IOException {
        if (made.there().isEmpty()) {
            return Optional.empty();
        }
        Policies.refuseOthersBeside(scene, made.object());
        if (canary.isEmpty()) {
            return Optional.of(made.thing() + " is there; that the cluster's network obeys it was not tried,"
                    + " because the fault names no canary");
        }
        return canary.get().silent()
                ? Optional.of(made.thing() + " is there, and the canary "
                        + canary.get().address() + ", which answered before, does not")
                : Optional.empty();
    }
}
