package dev.aftershock.toxiproxy;

import dev.aftershock.toxiproxy.Wire.Kind;
import dev.aftershock.toxiproxy.Wire.Sight;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a link answered before the fault.
 *
 * @param knock what it answered to
 * @param fastest the shortest time to its first byte, or to its end after a goodbye
 * @param slowest the longest
 */
record Baseline(Knock knock, Duration fastest, Duration slowest) {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final int LOOKS = 3;

    /** What a machine that does other things as well may add to an answer. */
    private static final Duration SLACK = Duration.ofMillis(25);

    /** Knocks until one knock is answered, and then twice more; nothing when the link stays mute. */
    static Optional<Baseline> ofAnswers(InetSocketAddress link, Wire wire) throws IOException {
        for (Knock knock : List.of(Knock.POSTGRESQL, Knock.HTTP)) {
            Optional<Baseline> answered = of(link, wire, knock, Kind.ANSWERED);
            if (answered.isPresent()) {
                return answered;
            }
        }
        return Optional.empty();
    }

    /** Asks by HTTP three times; nothing when the link did not answer each time. */
    static Optional<Baseline> ofRequests(InetSocketAddress link, Wire wire) throws IOException {
        return of(link, wire, Knock.HTTP, Kind.ANSWERED);
    }

    /** Says goodbye three times; nothing when the link did not close in an orderly way each time. */
    static Optional<Baseline> ofGoodbyes(InetSocketAddress link, Wire wire) throws IOException {
        return of(link, wire, Knock.GOODBYE, Kind.CLOSED);
    }

    private static Optional<Baseline> of(InetSocketAddress link, Wire wire, Knock knock, Kind wanted)
            throws IOException {
        Duration fastest = PATIENCE;
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < LOOKS; i++) {
            Sight sight = wire.look(link, knock, PATIENCE);
            if (sight.kind() != wanted) {
                return Optional.empty();
            }
            fastest = sight.after().compareTo(fastest) < 0 ? sight.after() : fastest;
            slowest = sight.after().compareTo(slowest) > 0 ? sight.after() : slowest;
        }
        return Optional.of(new Baseline(knock, fastest, slowest));
    }

    /** A time that was always enough. */
    Duration enough() {
        return slowest.multipliedBy(3).plus(SLACK);
    }

    /** How long it took, in words. */
    @Override
    public String toString() {
        return "before the fault it took " + Wire.millis(fastest) + " to " + Wire.millis(slowest);
    }
}
