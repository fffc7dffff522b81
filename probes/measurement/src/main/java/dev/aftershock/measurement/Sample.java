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
 */
public record Sample(long due, long sent, long done, Outcome outcome, String detail, int group) {

    /** A sample of the only group. */
    public Sample(long due, long sent, long done, Outcome outcome, String detail) {
        this(due, sent, done, outcome, detail, 0);
    }

    /** A sample of the only group, without detail. */
    public Sample(long due, long sent, long done, Outcome outcome) {
        this(due, sent, done, outcome, "", 0);
    }

    /** Nanoseconds from due to done. */
    public long latency() {
        return done - due;
    }
}
