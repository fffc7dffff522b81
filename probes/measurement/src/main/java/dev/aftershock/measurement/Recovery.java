package dev.aftershock.measurement;

import java.util.List;
import java.util.Optional;

/**
 * Everything that one probe's series says about recovery from one moment (a fault or a heal).
 *
 * @param outages blackouts from the moment on, in order
 * @param brownouts stretches of slow answers from the moment on, in order
 * @param firstGood R2: the first good answer after the first trouble, since the moment; empty when nothing failed
 * @param stable R3: the start of the first window of stable goodness, since the moment; zero when nothing failed
 * @param unavailable R6: total blackout time since the moment
 * @param longest R7: the longest blackout; empty when there was none
 * @param slow total brownout time since the moment
 * @param noOutageLongerThan the blind spot in nanoseconds: a shorter outage could have gone unseen
 * @param gapAtEdge the longest stretch without sight, in nanoseconds, that touches an edge that R3 rests on; the bracket is
 *     already widened by it
 * @param observed how many samples were observed from the moment on
 */
public record Recovery(
        List<Outage> outages,
        List<Outage> brownouts,
        Optional<Bracket> firstGood,
        Bracket stable,
        Bracket unavailable,
        Optional<Bracket> longest,
        Bracket slow,
        long noOutageLongerThan,
        long gapAtEdge,
        int observed) {

    /** Copies the lists. */
    public Recovery {
        outages = List.copyOf(outages);
        brownouts = List.copyOf(brownouts);
    }

    /** Whether any sample was bad. */
    public boolean troubled() {
        return !outages.isEmpty() || !brownouts.isEmpty();
    }
}
