package dev.aftershock.engine;

/**
 * One thing that the judge found.
 *
 * @param verdict how bad it is
 * @param topic what it is about
 * @param message what was found, in one line
 * @param remedy what to do about it; empty for a pass
 */
public record Finding(Verdict verdict, Topic topic, String message, String remedy) {

    /** What findings are about. */
    public enum Topic {
        /** Recovery time. */
        RTO,
        /** Data loss. */
        RPO,
        /** The steady state before the fault. */
        STEADY_STATE,
        /** Whether the fault acted. */
        EFFECT,
        /** Whether everything was healed. */
        HEAL,
        /** The instrument itself. */
        INSTRUMENT,
        /** The method ended early. */
        ABORT
    }
}
