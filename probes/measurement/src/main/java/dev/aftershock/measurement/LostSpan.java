package dev.aftershock.measurement;

/**
 * A stretch of one writer's writes with losses and without any survivor in between.
 *
 * @param writer who wrote
 * @param from the number of the first lost write
 * @param to the number of the last lost write
 * @param lost how many between them, both included, were acknowledged and lost
 */
public record LostSpan(int writer, long from, long to, int lost) {}
