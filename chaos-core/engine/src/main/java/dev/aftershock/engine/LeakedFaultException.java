package dev.aftershock.engine;

/** Something could not be verified healed and may still act; the message says what, and what a person can do. */
public final class LeakedFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeakedFaultException(String message) {
        super(message);
    }
}
