package dev.aftershock.probes;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Recovery;
import java.util.List;
import java.util.Optional;

/**
 * An outage whose edges the server itself recorded, beside what the instrument made of it.
 *
 * @param down when it really began
 * @param up when it really ended
 * @param seen what the instrument says of the stretch around it, since {@code down}
 */
record KnownOutage(Moment down, Moment up, Recovery seen) {

    /** The true length in nanoseconds. */
    long nanos() {
        return up.middle() - down.middle();
    }

    /**
     * The blackout that was measured for it, or the brownout when nothing failed; empty when none was seen to end, or when
     * it came out in pieces.
     */
    Optional<Outage> measured() {
        List<Outage> found = seen.outages().isEmpty() ? seen.brownouts() : seen.outages();
        return found.size() == 1 && found.get(0).end().isPresent() ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The measured length less the true one, in nanoseconds; {@link Bracket#NEVER} when it was not measured. */
    long error() {
        return measured().map(outage -> outage.length().point() - nanos()).orElse(Bracket.NEVER);
    }

    /** How far the measured recovery time (R3, its point) is from the truth, in nanoseconds. */
    long recoveryError() {
        Bracket stable = seen.stable();
        return stable.ended() ? Math.abs(stable.point() - nanos()) : Bracket.NEVER;
    }

    /** Whether the true start and the true end lie inside the measured brackets. */
    boolean inside() {
        return measured()
                .filter(outage -> startInside(outage) && endInside(outage))
                .isPresent();
    }

    boolean startInside(Outage outage) {
        return meet(outage.start(), down);
    }

    boolean endInside(Outage outage) {
        return outage.end().filter(end -> meet(end, up)).isPresent();
    }

    /** Whether the observer was blind at an edge and said so. */
    boolean flagged() {
        return measured()
                .filter(outage -> outage.blindStart() || outage.blindEnd())
                .isPresent();
    }

    private static boolean meet(Moment measured, Moment truth) {
        return measured.latest() >= truth.earliest() && measured.earliest() <= truth.latest();
    }
}
