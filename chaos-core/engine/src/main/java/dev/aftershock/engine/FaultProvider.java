package dev.aftershock.engine;

import dev.aftershock.parts.Part;
import dev.aftershock.parts.TargetInfo;
import java.util.List;

/**
 * Makes faults of one kind; found by {@link java.util.ServiceLoader}, so that a new fault is one class and one line.
 *
 * <p>Its duties in order: describe ({@link Part}), {@link #plan}, {@link #prepare}, then
 * {@link PreparedFault#inject()}, {@link PreparedFault#effect()}, and last {@link #heal} and {@link #verifyHealed}.
 * {@code FaultContract} checks them.
 *
 * @param <S> the record of its settings
 */
public interface FaultProvider<S extends Record> extends Part<S>, Undoing {

    /**
     * What it would do, without touching anything.
     *
     * @param resolved the targets that the settings' names stand for
     */
    FaultPlan plan(S settings, List<TargetInfo> resolved);

    /**
     * Makes ready and writes the undo recipes, one prepared fault per target; still touches nothing.
     *
     * @throws Exception when a target cannot take the fault; nothing is injected then
     */
    List<PreparedFault> prepare(S settings, FaultContext context) throws Exception;

    /** What the fault of a recipe acts on: the same text for all faults, of whatever kind and run, that act on the same thing. */
    String object(UndoRecipe recipe);
}
