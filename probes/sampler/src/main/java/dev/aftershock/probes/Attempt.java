package dev.aftershock.probes;

/**
 * One turn of the schedule.
 *
 * @param number from 0, one per slot of the schedule
 * @param due when the schedule wanted it, in nanoseconds of the run's clock
 * @param deadline when waiting must end, in nanoseconds of the run's clock
 * @param group which key, shard or client is asked, from 0 to below {@link Probe#groups()}
 */
public record Attempt(long number, long due, long deadline, int group) {}
