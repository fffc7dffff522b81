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
 * An object for a tool that injects chaos, about to be made.
 *
 * @param remove what a guard would do
 * @param proof how it becomes known that it acts
 */
record PreparedChaos(OwnObject<GenericKubernetesResource> made, Remove remove, Proof proof) implements PreparedFault {

    /**
     * How it becomes known that the tool acts.
     *
     * @param tool as people call it
     * @param patience for how long it is waited for
     * @param ended whether that is in vain, because the run ends
     * @param canary what must turn bad by it
     */
    record Proof(String tool, Look look, Patience patience, BooleanSupplier ended, Optional<Canary> canary) {}

    /** What the tool says about the object. */
    @FunctionalInterface
    interface Look {
        ChaosState at(GenericKubernetesResource object) throws IOException;
    }

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
                        () -> proof.ended().getAsBoolean() || settled(),
                        () -> made.thing()
                                + " has no effect yet: "
                                + state().map(ChaosState::toString).orElse("it is gone"));
        refuseOver(state());
    }

    private boolean settled() throws IOException {
        return state().filter(state -> state.over() || state.injected().isPresent())
                .isPresent();
    }

    private Optional<ChaosState> state() throws IOException {
        Optional<GenericKubernetesResource> there = made.there();
        return there.isEmpty() ? Optional.empty() : Optional.of(proof.look().at(there.get()));
    }

    private void refuseOver(Optional<ChaosState> state) throws IOException {
        if (state.isPresent() && state.get().over()) {
            throw new IOException(made.thing() + " has no effect: " + state.get());
        }
    }

    /** The tool says it when a call of its own has returned: only the canary tells whether the pods suffer. */
    @Override
    public Optional<String> effect() throws IOException {
        Optional<ChaosState> state = state();
        refuseOver(state);
        Optional<String> where = state.flatMap(ChaosState::injected);
        if (where.isEmpty()) {
            return Optional.empty();
        }
        String said = made.thing() + ": " + proof.tool() + " says that it is injected in " + where.get();
        if (proof.canary().isEmpty()) {
            return Optional.of(said + "; that they suffer was not tried, because the fault names no canary");
        }
        Canary canary = proof.canary().get();
        return canary.silent()
                ? Optional.of(said + ", and the canary " + canary.address() + ", which answered before, does not")
                : Optional.empty();
    }
}
