package dev.aftershock.containers;

/** What may be sent to a container's first process to end it. */
public enum Signal {
    /** Cannot be caught. */
    KILL,
    /** A polite request. */
    TERM,
    /** As from a keyboard. */
    INT,
    /** With a dump of itself, if it makes one. */
    QUIT
}
