package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Computes recovery times with their error from one probe's series.
 *
 * <p>The truth lies inside every bracket when a healthy answer takes at most the given bound and blackouts do not begin
 * while answers of a brownout are outstanding; such a start may be dated early by up to the brownout's latency. A pause of
 * the observer widens and flags the edges beside it, and can make a brownout under way look like a blackout. Outages
 * between two samples stay unseen: {@link Recovery#noOutageLongerThan} says how long they can have been. Two outages
 * between which no answer proves the system up are one.
 *
 * <p>Linear in the number of samples but for sorting. Stateless and thread-safe.
 */
public final class RecoveryAnalysis {

    private RecoveryAnalysis() {}

    /** The same as {@link #since(Moment, Observations, SeriesSpec, OptionalLong)} when no pauses are known. */
    public static Recovery since(Moment since, List<Sample> samples, SeriesSpec spec, OptionalLong healthyLatency) {
        return since(since, Observations.of(samples), spec, healthyLatency);
    }

    /**
     * Says what the series shows from a moment on.
     *
     * <p>Hand in the whole series, also what came before the moment: the last good answer before bounds the start of an
     * outage. Hand it in only when the deadline of its last sample has passed, since an answer still awaited is missing.
     * An outage that was under way already is listed with its own start, before the moment, and counted from the moment.
     * When no good answer came before, its start reaches back to the clock's origin and is flagged as blind.
     *
     * @param since the fault (R2 to R7) or the heal (R8), in nanoseconds of the run's clock
     * @param seen one probe's samples, and the pauses of the observer: an edge that overlaps a pause is widened by it and
     *     flagged
     * @param spec the probe's schedule and what counts as good
     * @param healthyLatency the longest latency of a healthy answer in nanoseconds, frozen before the fault, see
     *     {@link SteadyState#healthyLatency}; when unknown, {@link SeriesSpec#within} stands for it
     */
    public static Recovery since(Moment since, Observations seen, SeriesSpec spec, OptionalLong healthyLatency) {
        long bound = Ranges.duration("bound on a healthy latency", healthyLatency.orElse(spec.within()));
        Series series = Series.of(seen, spec, new Series.Pace(spec.every(), bound));
        Troubles blackouts = Troubles.of(Severity.BLACKOUT, series, since);
        Troubles brownouts = Troubles.of(Severity.BROWNOUT, series, since);
        Stability stability = new Stability(series, Goal.stable(series, spec), spec.hold(), since);
        Stability.Turn stable = stability.stable();
        Onset onset = Onset.of(blackouts, brownouts, since);
        return new Recovery(
                blackouts.outages(),
                brownouts.outages(),
                first(stability.firstGood(), series, since),
                stable.since(since, series),
                series.several() ? Groups.unavailable(seen, spec, bound, since) : blackouts.total(),
                blackouts.longest(),
                brownouts.total(),
                blindSpot(series, since),
                gapAtEdge(stable, series, List.of(blackouts, brownouts)),
                observed(series, since),
                onset.impact(),
                onset.firstFailure(),
                onset.failingBefore(),
                recovered(stable, series),
                stable.held(),
                stable.heldBad());
    }

    private static Optional<Bracket> first(Stability.Turn turn, Series series, Moment since) {
        return turn.troubled() ? Optional.of(turn.since(since, series)) : Optional.empty();
    }

    private static Optional<Moment> recovered(Stability.Turn turn, Series series) {
        if (!turn.troubled()) {
            return Optional.empty();
        }
        return Optional.of(
                turn.turned()
                        ? Groups.widened(turn.edge(series), turn, series).moment()
                        : new Moment(series.sent(turn.bad()), Bracket.NEVER));
    }

    /**
     * The longest outage that fits between two answers in a row that show no trouble: from the one's sending to the other's
     * arrival. Before the first answer of all, whatever came before it, it fits from the moment on.
     */
    private static long blindSpot(Series series, Moment since) {
        boolean unseenUntilFirst = series.size() > 0 && !series.troubled(0);
        long longest = unseenUntilFirst ? Math.max(0, series.done(0) - since.earliest()) : 0;
        for (int i = 1; i < series.size(); i++) {
            if (!series.troubled(i - 1) && !series.troubled(i) && series.done(i) >= since.earliest()) {
                longest = Math.max(longest, series.done(i) - series.sent(i - 1));
            }
        }
        return longest == 0 ? Bracket.NEVER : longest;
    }

    static long gapAtEdge(Stability.Turn stable, Series series, List<Troubles> troubles) {
        if (!stable.troubled()) {
            return 0;
        }
        long gap = stable.turned() ? stable.edge(series).gap() : 0;
        for (Troubles kind : troubles) {
            gap = Math.max(gap, kind.gapAtStartOf(stable.bad()));
        }
        return gap;
    }

    /** How many samples were sent from the moment on. */
    static int observed(Series series, Moment since) {
        int observed = 0;
        for (int i = 0; i < series.size(); i++) {
            observed += series.sent(i) >= since.earliest() ? 1 : 0;
        }
        return observed;
    }
}
