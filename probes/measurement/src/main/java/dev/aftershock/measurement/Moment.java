package dev.aftershock.measurement;

/**
 * An instant that is known to lie between two others, such as a fault's onset: the call was issued at {@code earliest}
 * and its effect was confirmed at {@code latest}.
 *
 * @param earliest nanoseconds of the run's clock
 * @param latest nanoseconds of the run's clock, not before {@code earliest}
 */
public record Moment(long earliest, long latest) {

    /** Checks the order. */
    public Moment {
        if (latest < earliest) {
            throw new IllegalArgumentException("latest " + latest + " is before earliest " + earliest);
        }
    }

    /** The middle. */
    public long middle() {
        return earliest + (latest - earliest) / 2;
    }

    /** The same moment, known more widely: from the earlier start to the later end. */
    public Moment widenedTo(Moment other) {
        return new Moment(Math.min(earliest, other.earliest), Math.max(latest, other.latest));
    }
}
