package dev.aftershock.engine;

/**
 * A fault as its journal knows it.
 *
 * @param id names it within its run
 * @param recipe how to undo it
 * @param state how far it came
 */
public record JournaledFault(String id, UndoRecipe recipe, FaultState state) {}
