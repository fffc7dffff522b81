package dev.aftershock.measurement;

import java.util.Optional;

/**
 * A maximal run of bad samples.
 *
 * @param severity whether answers failed or were only slow
 * @param start when it began: between the last good answer before and the first proof of trouble
 * @param end when it ended; empty when it had not ended by the last sample
 * @param length its length with error; {@link Bracket#ended()} is false when the end was not seen
 * @param badSamples how many samples were bad in it
 * @param blindStart whether the observer was blind at its start, so that {@code start} is widened
 * @param blindEnd whether the observer was blind at its end, so that {@code end} is widened
 */
public record Outage(
        Severity severity,
        Moment start,
        Optional<Moment> end,
        Bracket length,
        int badSamples,
        boolean blindStart,
        boolean blindEnd) {

    /** How bad it was. */
    public enum Severity {
        /** Requests failed or found no answer in time. */
        BLACKOUT,
        /** Every request was answered rightly, but later than the latency bound. */
        BROWNOUT
    }
}
