package dev.aftershock.measurement;

/**
 * A write that survived, but that a read begun after its acknowledgement missed.
 *
 * @param write the write
 * @param staleness from its acknowledgement to the start of the last read that missed it, in nanoseconds, above 0
 */
public record StaleWrite(LedgerEntry write, long staleness) {}
