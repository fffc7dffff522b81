package dev.aftershock.toxiproxy;

import dev.aftershock.toxiproxy.Wire.Sight;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Knocks at a link again, and tells a slow or missing answer from those before the fault.
 *
 * @param link where clients connect
 * @param before how it answered then
 * @param patience how long to wait for the first byte
 * @param soonest an answer that comes sooner shows no effect
 * @param closingCounts whether a connection that ends without a byte shows the effect too
 */
record WireWitness(
        InetSocketAddress link, Baseline before, Duration patience, Duration soonest, boolean closingCounts) {

    private static final Duration LONGEST_EXTRA = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofMillis(250);
    private static final Duration CLOCKS = Duration.ofMillis(2);
    private static final Duration LEAST_TO_TELL = Duration.ofMillis(5);

    /**
     * For an added delay. Nothing when it is too small to tell from the spread of the answers before.
     *
     * @param least the smallest delay that the fault adds to an exchange
     * @param most the largest; beyond two seconds it is enough that no byte comes in that time
     */
    static Optional<WireWitness> ofDelay(InetSocketAddress link, Baseline before, Duration least, Duration most) {
        Duration soonest = before.fastest().plus(least).minus(CLOCKS);
        if (least.compareTo(LEAST_TO_TELL) < 0 || soonest.compareTo(before.slowest()) <= 0) {
            return Optional.empty();
        }
        Duration extra = most.plus(SLACK).compareTo(LONGEST_EXTRA) < 0 ? most.plus(SLACK) : LONGEST_EXTRA;
        return Optional.of(new WireWitness(link, before, before.slowest().plus(extra), soonest, false));
    }

    /** For data that is swallowed: no byte may come in a time that was always enough before. */
    static WireWitness ofSilence(InetSocketAddress link, Baseline before) {
        Duration wait = before.slowest().multipliedBy(3).plus(Duration.ofMillis(50));
        return new WireWitness(link, before, wait, wait, true);
    }

    Optional<String> look(Wire wire) throws IOException {
        Sight sight = wire.look(link, before.knock(), patience);
        return switch (sight.kind()) {
            case ANSWERED ->
                evidence(
                        sight.after().compareTo(soonest) >= 0,
                        "the first byte came after " + Wire.millis(sight.after()));
            case SILENT -> evidence(true, "no byte came within " + Wire.millis(sight.after()));
            case CLOSED ->
                evidence(closingCounts, "the connection ended without a byte after " + Wire.millis(sight.after()));
            case REFUSED -> Optional.empty();
        };
    }

    private Optional<String> evidence(boolean seen, String what) {
        return seen
                ? Optional.of("on the wire " + what + "; before the fault it took " + Wire.millis(before.fastest())
                        + " to " + Wire.millis(before.slowest()))
                : Optional.empty();
    }
}
