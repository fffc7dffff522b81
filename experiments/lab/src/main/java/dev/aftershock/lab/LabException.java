package dev.aftershock.lab;

/** A lab could not be brought into the state that was asked for; the message says what to do. */
public final class LabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure without another one behind it. */
    public LabException(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
