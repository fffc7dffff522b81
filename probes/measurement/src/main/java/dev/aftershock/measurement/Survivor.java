package dev.aftershock.measurement;

/**
 * One write as found in the settled read.
 *
 * @param writer who wrote
 * @param seq the writer's own number
 * @param hash the payload's hash as stored
 * @param copies how often it was found, at least 1
 */
public record Survivor(int writer, long seq, long hash, int copies) {}
