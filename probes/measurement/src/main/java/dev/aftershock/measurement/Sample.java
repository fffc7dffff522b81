package dev.aftershock.measurement;

/**
 * One probe attempt. Latency counts from {@code due}, so that a slow answer cannot hide the attempts behind it.
 *
 * @param due when the schedule wanted it, in nanoseconds of the run's clock
 * @param sent when it was sent; equals {@code due} for {@link Outcome#NOT_SENT}
 * @param done when its answer came, or when waiting ended
 * @param outcome how it ended
 * @param detail the error in one line; empty when there was none
 * @param group which key, shard or client was asked, from 0 on; 0 when they are not told apart
 * @param tries how often the client asked before this was its answer, from 1 on: more than once when it tries again by
 *     itself
 */
public record Sample(long due, long sent, long done, Outcome outcome, String detail, int group, int tries) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException when there was less than one try
     */
    public Sample {
        if (tries < 1) {
            throw new IllegalArgumentException("'tries' is " + tries + "; expected at least 1");
        }
    }

    /** A sample of a client that asks once. */
    public Sample(long due, long sent, long done, Outcome outcome, String detail, int group) {
        this(due, sent, done, outcome, detail, group, 1);
    }

    /** A sample of the only group. */
    public Sample(long due, long sent, long done, Outcome outcome, String detail) {
        this(due, sent, done, outcome, detail, 0);
    }

    /** A sample of the only group, without detail. */
    public Sample(long due, long sent, long done, Outcome outcome) {
        this(due, sent, done, outcome, "");
    }

    /** The same with another detail. */
    public Sample withDetail(String other) {
        return other.equals(detail) ? this : new Sample(due, sent, done, outcome, other, group, tries);
    }

    /** Nanoseconds from due to done. */
    public long latency() {
        return done - due;
    }
}
