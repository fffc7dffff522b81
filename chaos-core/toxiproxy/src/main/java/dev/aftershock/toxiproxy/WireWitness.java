package dev.aftershock.toxiproxy;

import dev.aftershock.toxiproxy.Wire.Kind;
import dev.aftershock.toxiproxy.Wire.Sight;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Knocks at a link again, and tells what it does now from what it did before the fault.
 *
 * @param link where clients connect
 * @param before how it answered then
 * @param patience how long to wait
 * @param soonest when what came before as well must come now, to show the effect
 * @param enough what shows the effect whenever it comes, because it never came before
 */
record WireWitness(InetSocketAddress link, Baseline before, Duration patience, Duration soonest, Set<Kind> enough) {

    private static final Duration LONGEST_EXTRA = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofMillis(250);
    private static final Duration CLOCKS = Duration.ofMillis(2);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration LEAST_TO_TELL = Duration.ofMillis(5);

    /**
     * For an added delay, of answers or of the end. Nothing when it is too small to tell from the spread before.
     *
     * @param least the smallest delay that the fault adds to an exchange
     * @param most the largest; beyond two seconds it is enough that nothing comes in that time
     */
    static Optional<WireWitness> ofDelay(InetSocketAddress link, Baseline before, Duration least, Duration most) {
        Duration soonest = before.fastest().plus(least).minus(CLOCKS);
        return least.compareTo(LEAST_TO_TELL) < 0 || soonest.compareTo(before.slowest()) <= 0
                ? Optional.empty()
                : Optional.of(new WireWitness(link, before, patience(before, most), soonest, Set.of(Kind.SILENT)));
    }

    /** For data that is swallowed: no byte may come in a time that was always enough before. */
    static WireWitness ofSilence(InetSocketAddress link, Baseline before) {
        return new WireWitness(link, before, before.enough(), NEVER, Set.of(Kind.SILENT, Kind.CLOSED, Kind.RESET));
    }

    /**
     * For connections that are reset some time after they are used. What stands between may make an orderly end of it,
     * which is enough where an answer came before.
     */
    static WireWitness ofReset(InetSocketAddress link, Baseline before, Duration after) {
        Set<Kind> enough = before.knock() == Knock.GOODBYE
                ? Set.of(Kind.SILENT, Kind.RESET)
                : Set.of(Kind.SILENT, Kind.RESET, Kind.CLOSED);
        return new WireWitness(link, before, patience(before, after), NEVER, enough);
    }

    private static Duration patience(Baseline before, Duration most) {
        Duration extra = most.plus(SLACK).compareTo(LONGEST_EXTRA) < 0 ? most.plus(SLACK) : LONGEST_EXTRA;
        return before.slowest().plus(extra);
    }

    Optional<String> look(Wire wire) throws IOException {
        Sight sight = wire.look(link, before.knock(), patience);
        boolean late = sight.kind() == usual() && sight.after().compareTo(soonest) >= 0;
        return late || enough.contains(sight.kind())
                ? Optional.of("on the wire " + sight + "; " + before)
                : Optional.empty();
    }

    private Kind usual() {
        return before.knock() == Knock.GOODBYE ? Kind.CLOSED : Kind.ANSWERED;
    }
}
