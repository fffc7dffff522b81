package dev.aftershock.measurement;

import java.util.List;

/**
 * What a generated world is like; lengths count in hundredths of the spacing.
 *
 * @param every the spacing in nanoseconds
 * @param latency the longest latency of a healthy answer
 * @param slack how far the bounds lie above it, in percent: 100 is as tight as can be
 * @param troubles in order
 * @param sight how the observer loses sight
 * @param look how the observer looks
 * @param seed of jitter, latencies and gaps
 */
record Scenario(long every, int latency, int slack, List<Part> troubles, Sight sight, Look look, long seed) {

    /** One trouble, and how long all was well before it. */
    record Part(Truth.Mode mode, int rest, int length) {}

    /**
     * How the observer looks.
     *
     * @param burst whether it looks ten times as often from the first bad sample until all was good for the hold
     * @param groups how many keys it asks in turn
     * @param told whether the samples say which one they asked
     */
    record Look(boolean burst, int groups, boolean told) {

        static final Look PLAIN = new Look(false, 1, false);
        static final Look BURST = new Look(true, 1, false);
    }

    enum Sight {
        FULL,
        /** Some slots could not be sent and are marked so. */
        NOT_SENT,
        /** Some slots are simply not there. */
        MISSING,
        /** The whole observer stops: nothing is sent or read, and sends are caught up with afterwards. */
        PAUSED,
        /** The same for less than half a spacing, which only a hiccup meter can tell. */
        METERED
    }
}
