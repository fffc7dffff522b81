package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network policy that is about to be made.
 *
 * @param remove what a guard would do
 * @param canary what must fall silent by it
 */
record PreparedPolicy(Scene scene, Made made, Remove remove, Optional<Canary> canary) implements PreparedFault {

    /** The object, whose it is, and what it holds. */
    record Made(Thing thing, Mark mark, NetworkPolicy policy) {}

    @Override
    public String target() {
        return made.thing().toString();
    }

    @Override
    public UndoRecipe undo() {
        return Recipes.of(
                made.mark().kind(),
                scene.cluster(),
                made.thing(),
                Map.of(Recipes.OWNER, made.mark().owner()));
    }

    @Override
    public Bound bound() {
        return new Bound.ByGuard(List.of(remove));
    }

    @Override
    public void inject() throws IOException {
        Things.create(scene.cluster(), made.thing(), made.policy());
    }

    /**
     * A policy that is there may be obeyed by nobody: only the canary tells. And one that came after it was prepared, as of
     * another fault of the same step, may have opened what it cuts.
     *
     * @throws dev.aftershock.parts.InvalidInputException with each policy that decides on the same pods
     */
    @Override
    public Optional<String> effect() throws IOException {
        if (Things.read(scene.cluster(), made.thing())
                .filter(policy -> made.mark().isOn(policy.getMetadata()))
                .isEmpty()) {
            return Optional.empty();
        }
        Policies.refuseOthersBeside(scene, made.policy());
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
