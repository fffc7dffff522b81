package dev.aftershock.measurement;

/**
 * A duration with its error: the truth lies between {@code low} and {@code high}, and {@code point} is the best guess.
 *
 * @param low nanoseconds, at least 0
 * @param point nanoseconds
 * @param high nanoseconds; {@link #NEVER} when the end was not seen
 */
public record Bracket(long low, long point, long high) {

    /** Stands for a duration whose end was never observed (censored). */
    public static final long NEVER = Long.MAX_VALUE;

    /** Checks the order. */
    public Bracket {
        if (low < 0 || low > point || point > high) {
            throw new IllegalArgumentException("not in order: " + low + " <= " + point + " <= " + high);
        }
    }

    /** An end that was never seen: at least {@code low}, with no upper bound. */
    public static Bracket atLeast(long low) {
        return new Bracket(low, NEVER, NEVER);
    }

    /** Exactly nothing. */
    public static Bracket zero() {
        return new Bracket(0, 0, 0);
    }

    /** The same duration with an exactly known one added, in nanoseconds. */
    public Bracket plus(long nanos) {
        return ended() ? new Bracket(low + nanos, point + nanos, high + nanos) : atLeast(low + nanos);
    }

    /** Whether the end was observed. */
    public boolean ended() {
        return high != NEVER;
    }

    /** The sum of two durations; without an end when one of them has none. */
    Bracket plus(Bracket other) {
        return ended() && other.ended()
                ? new Bracket(low + other.low, point + other.point, high + other.high)
                : atLeast(low + other.low);
    }

    /** The longer of the two, when it is not known which one that is. */
    Bracket longer(Bracket other) {
        return new Bracket(Math.max(low, other.low), Math.max(point, other.point), Math.max(high, other.high));
    }

    /** One part in so many of this duration. */
    Bracket dividedBy(int parts) {
        return ended() ? new Bracket(low / parts, point / parts, (high + parts - 1) / parts) : atLeast(low / parts);
    }
}
