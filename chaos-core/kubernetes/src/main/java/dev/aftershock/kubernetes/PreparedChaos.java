package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * An object for Chaos Mesh that is about to be made.
 *
 * @param remove what a guard would do
 * @param proof how it becomes known that it acts
 */
record PreparedChaos(OwnObject<GenericKubernetesResource> made, Remove remove, Proof proof) implements PreparedFault {

    /**
     * How it becomes known that Chaos Mesh acts.
     *
     * @param patience for how long it is waited for
     * @param ended whether that is in vain, because the run ends
     * @param canary what must turn bad by it
     */
    record Proof(Patience patience, BooleanSupplier ended, Optional<Canary> canary) {}

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

    /** Its controllers take some seconds, more for many pods, and nobody looks for an effect before. */
    @Override
    public void inject() throws IOException, InterruptedException {
        made.make();
        proof.patience()
                .until(
                        () -> proof.ended().getAsBoolean()
                                || state().filter(ChaosState::injected).isPresent(),
                        () -> made.thing() + " has no effect yet: "
                                + state().map(ChaosState::toString).orElse("it is gone"));
    }

    private Optional<ChaosState> state() throws IOException {
        return made.there().map(ChaosState::of);
    }

    /** Chaos Mesh says it when a call of its own has returned: only the canary tells whether the pods suffer. */
    @Override
    public Optional<String> effect() throws IOException {
        Optional<ChaosState> state = state().filter(ChaosState::injected);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        String said = made.thing() + ": Chaos Mesh says that it is injected in all "
                + state.get().records().size() + " that it chose";
        if (proof.canary().isEmpty()) {
            return Optional.of(said + "; that they suffer was not tried, because the fault names no canary");
        }
        Canary canary = proof.canary().get();
        return canary.silent()
                ? Optional.of(said + ", and the canary " + canary.address() + ", which answered before, does not")
                : Optional.empty();
    }
}
