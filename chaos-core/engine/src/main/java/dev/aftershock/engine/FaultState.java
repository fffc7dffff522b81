package dev.aftershock.engine;

/** How far a fault has come, as its journal tells. */
public enum FaultState {
    /** It is about to be injected; it may already act. */
    INTENT,
    /** The call that injects has been issued. */
    APPLYING,
    /** Its effect was seen. */
    ACTIVE,
    /** It is being healed. */
    REVERTING,
    /** It was seen healed; nothing remains to be done. */
    VERIFIED
}
