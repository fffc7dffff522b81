package dev.aftershock.engine;

/** The power to undo from a recipe alone; the engine and {@code aftershock recover} use the same methods. */
public interface Undoing {

    /**
     * Brings about the state that the recipe describes. Idempotent; unknown objects count as already undone.
     *
     * @throws Exception when the state could not be brought about now; it is tried again until a deadline
     */
    void heal(UndoRecipe recipe, HealContext context) throws Exception;

    /**
     * Looks whether the state that the recipe describes holds, by observation.
     *
     * @throws Exception when nothing could be observed; counts as not healed
     */
    HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws Exception;
}
