package dev.aftershock.measurement;

/** How much of the schedule must have been observed before a stretch of samples says anything. */
final class Coverage {

    /** The share of a stretch's slots that must have been observed. */
    static final double OBSERVED_AT_LEAST = 0.5;

    private Coverage() {}

    /** Whether samples that stand for {@code observed} nanoseconds in all are enough for one hold. */
    static boolean enough(long observed, long hold) {
        return observed > 0 && observed >= OBSERVED_AT_LEAST * hold;
    }

    /**
     * Whether samples from {@code first} to {@code last} fill one hold. The last sample stands for its own slot, which
     * jitter may have moved by half a spacing.
     */
    static boolean fills(long first, long last, long every, long hold) {
        return last - first + every + every / 2 >= hold;
    }

    /** The time that a sample stands for: half of that to the one before and to the one after, each a spacing at most. */
    static long weight(long before, long after, long every) {
        return (Math.min(before, every) + Math.min(after, every)) / 2;
    }
}
