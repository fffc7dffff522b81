package dev.aftershock.engine;

/**
 * What a fault would do.
 *
 * @param action what would be done, in one line
 * @param undo how it would be undone, in one line
 * @param reversible whether it can be undone at all
 */
public record FaultPlan(String action, String undo, boolean reversible) {}
