package dev.aftershock.measurement;

import java.util.List;
import java.util.Optional;

/**
 * Everything that one probe's series says about recovery from one moment (a fault or a heal); durations and instants in
 * nanoseconds.
 *
 * <p>The recovery times and where they are: R0 time to impact {@link #impact}; R1 time to detect is the system's own
 * signal, no probe's; R2 {@link #firstGood}; R3, on which the verdict on the objective (RTO) rests, {@link #stable}; R4
 * full capacity {@link CapacityAnalysis}; R5 redundancy is the system's own signal; R6 {@link #unavailable}; R7
 * {@link #longest} and the number of {@link #outages}; R8 the same figures counted from the heal; R9 tail over keys,
 * shards or clients {@link TailAnalysis}; R10 end to end {@link EndToEnd}.
 *
 * <p>In a series over several groups an outage is dated by whichever group was asked next; {@link #stable} and
 * {@link #unavailable} regard each group on its own.
 *
 * @param outages blackouts from the moment on, in order
 * @param brownouts stretches of slow answers from the moment on, in order
 * @param firstGood R2: the first good answer after the first trouble, since the moment; empty when nothing failed
 * @param stable R3: the start of the first window of stable goodness, since the moment; zero when nothing failed
 * @param unavailable R6: total blackout time since the moment, which is the integral of one minus availability: where some
 *     requests succeeded meanwhile, down time counts for the share that failed
 * @param longest R7: the longest blackout; empty when there was none
 * @param slow total brownout time since the moment
 * @param noOutageLongerThan the blind spot in nanoseconds: a shorter outage could have gone unseen
 * @param gapAtEdge the longest stretch without sight, in nanoseconds, that touches an edge that R3 rests on; the bracket is
 *     already widened by it
 * @param observed how many samples were observed from the moment on
 * @param impact R0: from the moment to the first trouble; zero when something was failing already, empty when nothing
 *     failed
 * @param firstFailure A: when the first trouble began, on the run's clock, also when that was before the moment; empty
 *     when nothing failed
 * @param failingBefore whether trouble was under way before the moment for sure, so that it is not the fault's doing
 * @param recovered when the stable window began, on the run's clock, with {@link Bracket#NEVER} as its latest when that
 *     was not seen; empty when nothing failed
 * @param heldSamples how many samples the stable window holds; zero when there is none or nothing failed
 * @param heldBadSamples how many of those were bad; when none was, {@link Hold#confidence} says what they prove
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
        int observed,
        Optional<Bracket> impact,
        Optional<Moment> firstFailure,
        boolean failingBefore,
        Optional<Moment> recovered,
        int heldSamples,
        int heldBadSamples) {

    /** Copies the lists. */
    public Recovery {
        outages = List.copyOf(outages);
        brownouts = List.copyOf(brownouts);
    }

    /** Whether any sample was bad. */
    public boolean troubled() {
        return !outages.isEmpty() || !brownouts.isEmpty();
    }

    /**
     * Whether it had recovered before a moment for sure, such as the heal: otherwise the moment may have caused the
     * recovery. True when nothing failed.
     */
    public boolean recoveredBefore(Moment moment) {
        return recovered.map(at -> at.latest() < moment.earliest()).orElse(true);
    }
}
