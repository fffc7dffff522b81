package dev.aftershock.probes;

import dev.aftershock.measurement.Outcome;

/**
 * What one attempt of a probe found.
 *
 * @param outcome {@link Outcome#OK}, {@link Outcome#FAIL_FAST} or {@link Outcome#TIMEOUT}; {@link Outcome#NOT_SENT} when
 *     the probe itself could not send
 * @param detail the error in one line without secrets; empty for OK
 * @param tries how often the client asked before this was its answer, at least 1
 */
public record Answer(Outcome outcome, String detail, int tries) {

    /** The right answer came. */
    public static final Answer OK = new Answer(Outcome.OK, "");

    /** The answer of a client that asked once. */
    public Answer(Outcome outcome, String detail) {
        this(outcome, detail, 1);
    }

    /** Something said no. */
    public static Answer failed(String detail) {
        return new Answer(Outcome.FAIL_FAST, detail);
    }

    /** Nothing was heard in time. */
    public static Answer timedOut(String detail) {
        return new Answer(Outcome.TIMEOUT, detail);
    }

    /** The probe could not send; the attempt counts neither as up nor as down. */
    public static Answer notSent(String detail) {
        return new Answer(Outcome.NOT_SENT, detail);
    }

    /** The same answer, after that many tries. */
    public Answer after(int howMany) {
        return new Answer(outcome, detail, howMany);
    }
}
