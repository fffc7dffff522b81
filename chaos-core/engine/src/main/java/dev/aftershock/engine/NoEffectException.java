package dev.aftershock.engine;

/** A fault was injected and nobody saw it act, so that a test under it would prove nothing; it was healed all the same. */
public final class NoEffectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoEffectException(String message) {
        super(message);
    }
}
