package dev.aftershock.measurement;

/**
 * One read of one write while the run went on.
 *
 * @param writer who wrote
 * @param seq the writer's own number
 * @param begun when the read was sent, in nanoseconds of the run's clock
 * @param found whether the write was there
 */
public record ReadBack(int writer, long seq, long begun, boolean found) {}
