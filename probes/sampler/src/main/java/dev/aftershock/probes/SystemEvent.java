package dev.aftershock.probes;

/**
 * One line of the watched system's own log.
 *
 * @param at when the system says that it happened, in nanoseconds of the run's clock
 * @param kind what it means for recovery
 * @param subject the member concerned
 * @param detail one line for people
 */
public record SystemEvent(long at, Kind kind, String subject, String detail) {

    /** What a line of the system's log means for recovery. */
    public enum Kind {
        /** The system noticed the failure (ends R1). */
        DETECTED,
        /** The failed member can no longer accept writes. */
        FENCED,
        /** Another member took over. */
        PROMOTED,
        /** The failed member is coming back. */
        REJOINING,
        /** Redundancy is back to plan (ends R5). */
        REDUNDANT,
        /** Anything else. */
        OTHER
    }
}
