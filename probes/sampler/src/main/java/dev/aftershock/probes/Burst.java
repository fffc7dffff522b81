package dev.aftershock.probes;

import java.time.Duration;

/**
 * Attempts come ten times as often from the first bad answer on, until all were good for a while; but as often as ever
 * while the bad ones are slow ones.
 *
 * @param within the latency from due up to which an answer is good
 * @param hold how long all must be good again
 */
public record Burst(Duration within, Duration hold) {

    /** The part of the spacing that is left in a burst. */
    static final int PART = 10;

    /** Closer attempts would measure what they themselves do to the machine. */
    static final long CLOSEST_NANOS = 500_000;

    /** What waits for more answers than these asks no more often than ever. */
    static final int MOST_OPEN = 64;

    /** Checks the ranges. */
    public Burst {
        if (within.isNegative() || within.isZero() || hold.isNegative() || hold.isZero()) {
            throw new IllegalArgumentException(
                    "'within' is " + within + " and 'hold' is " + hold + "; expected both above 0");
        }
    }
}
