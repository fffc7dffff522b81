package dev.aftershock.engine;

/**
 * What a run made on a server that others share, as the mark that it carries tells.
 *
 * @param runId the run that made it
 * @param recipe how to remove it
 */
public record Marked(String runId, UndoRecipe recipe) {}
