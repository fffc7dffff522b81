package dev.aftershock.probes;

import dev.aftershock.measurement.Bracket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the instrument can do on this machine, as found by measuring known outages at several spacings.
 *
 * @param rows one for each spacing, rising
 */
public record Survey(List<Row> rows) {

    /** Copies the list. */
    public Survey {
        rows = List.copyOf(rows);
    }

    /**
     * The finest spacing that can be relied on: it and every wider one surveyed are without {@linkplain Row#shortcoming shortcoming},
     * so that luck at one fine spacing does not count; empty when the widest is not.
     */
    public Optional<Duration> attainable() {
        Optional<Duration> finest = Optional.empty();
        for (int i = rows.size() - 1; i >= 0 && rows.get(i).shortcoming().isEmpty(); i--) {
            finest = Optional.of(rows.get(i).every());
        }
        return finest;
    }

    /**
     * The instrument at one spacing; all times in nanoseconds.
     *
     * @param every the spacing D
     * @param planned how many outages were to be measured
     * @param outages how many there were; fewer than planned when time ran out
     * @param inside of how many both true edges lay inside the measured brackets
     * @param p50 the median distance of an outage's measured length (its point) from the true one
     * @param p95 the distance that 95 % did not exceed
     * @param max the largest distance. All three are {@link Bracket#NEVER} where an outage was not seen, or came out in
     *     pieces
     * @param bias the mean of measured less true length, over the outages that were measured; 0 when none was
     * @param lateness by how much 99 % of the probes were sent late at most; one not sent counts as late by D
     * @param maxGap the largest lateness of the schedule
     */
    public record Row(
            Duration every,
            int planned,
            int outages,
            int inside,
            long p50,
            long p95,
            long max,
            long bias,
            long lateness,
            long maxGap) {

        /**
         * What keeps this machine from measuring at this spacing as well as the method allows; empty when nothing does: all
         * planned outages were measured, every truth lay inside its bracket, 95 % of the errors were at most D (by the
         * triangular law of two edges known to D they are at most 0.78 D), and 99 % of the probes left within D/2 of their
         * time (later ones count as a pause of the observer, and widen edges).
         */
        public Optional<String> shortcoming() {
            long spacing = every.toNanos();
            if (outages < planned) {
                return Optional.of("no time for all " + planned);
            }
            if (inside < outages) {
                return Optional.of("truth outside a bracket");
            }
            if (p95 > spacing) {
                return Optional.of("errors above the spacing");
            }
            return lateness > spacing / 2 ? Optional.of("sent too late") : Optional.empty();
        }
    }
}
