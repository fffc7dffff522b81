package dev.aftershock.measurement;

/** How much of the schedule must have been observed before a stretch of samples says anything. */
final class Coverage {

    /** The share of a stretch's slots that must have been observed. */
    static final double OBSERVED_AT_LEAST = 0.5;

    private Coverage() {}

    /** Whether {@code observed} samples are enough for one hold. */
    static boolean enough(int observed, SeriesSpec spec) {
        return observed > 0 && observed >= OBSERVED_AT_LEAST * spec.hold() / spec.every();
    }

    /**
     * Whether samples from {@code first} to {@code last} fill one hold. The last sample stands for its own slot, which
     * jitter may have moved by half a spacing.
     */
    static boolean fills(long first, long last, SeriesSpec spec) {
        return last - first + spec.every() + spec.every() / 2 >= spec.hold();
    }
}
