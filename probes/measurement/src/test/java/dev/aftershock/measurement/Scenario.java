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
 * @param seed of jitter, latencies and gaps
 */
record Scenario(long every, int latency, int slack, List<Part> troubles, Sight sight, long seed) {

    /** One trouble, and how long all was well before it. */
    record Part(Truth.Mode mode, int rest, int length) {}

    enum Sight {
        FULL,
        /** Some slots could not be sent and are marked so. */
        NOT_SENT,
        /** Some slots are simply not there. */
        MISSING,
        /** The whole observer stops: nothing is sent or read, and sends are caught up with afterwards. */
        PAUSED
    }
}
