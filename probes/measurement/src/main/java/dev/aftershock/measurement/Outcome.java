package dev.aftershock.measurement;

/** How one probe attempt ended. */
public enum Outcome {
    /** Answered, and the answer was right; it may still be slow. */
    OK,
    /** Refused, reset, an error or a wrong answer: something said no. */
    FAIL_FAST,
    /** No answer within the deadline. */
    TIMEOUT,
    /** The instrument could not send: unobserved, neither up nor down. */
    NOT_SENT
}
