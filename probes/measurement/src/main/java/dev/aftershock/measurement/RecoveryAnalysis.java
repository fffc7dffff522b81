package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;
import java.util.ArrayList;
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

    /**
     * Says what the series shows from a moment on.
     *
     * <p>Hand in the whole series, also what came before the moment: the last good answer before bounds the start of an
     * outage. Hand it in only when the deadline of its last sample has passed, since an answer still awaited is missing.
     * An outage that was under way already is listed with its own start, before the moment, and counted from the moment.
     * When no good answer came before, its start reaches back to the clock's origin and is flagged as blind.
     *
     * @param since the fault or the heal, in nanoseconds of the run's clock
     * @param samples one probe's samples, in any order
     * @param spec the probe's schedule and what counts as good
     * @param healthyLatency the longest latency of a healthy answer in nanoseconds, frozen before the fault, see
     *     {@link SteadyState#healthyLatency}; when unknown, {@link SeriesSpec#within} stands for it
     */
    public static Recovery since(Moment since, List<Sample> samples, SeriesSpec spec, OptionalLong healthyLatency) {
        Series series = Series.of(samples, spec, healthyLatency.orElse(spec.within()));
        Troubles blackouts = Troubles.of(Severity.BLACKOUT, series, since);
        Troubles brownouts = Troubles.of(Severity.BROWNOUT, series, since);
        Stability stability = new Stability(series, spec, since);
        Stability.Turn stable = stability.stable();
        return new Recovery(
                blackouts.outages(),
                brownouts.outages(),
                first(stability.firstGood(), series, since),
                recovered(stable, series, since),
                blackouts.total(),
                blackouts.longest(),
                brownouts.total(),
                blindSpot(series, since),
                gapAtEdge(stable, series, List.of(blackouts, brownouts)),
                observed(series, since));
    }

    private static Optional<Bracket> first(Stability.Turn turn, Series series, Moment since) {
        return turn.troubled() ? Optional.of(recovered(turn, series, since)) : Optional.empty();
    }

    private static Bracket recovered(Stability.Turn turn, Series series, Moment since) {
        if (!turn.troubled()) {
            return Bracket.zero();
        }
        if (!turn.turned()) {
            return Bracket.atLeast(Math.max(0, series.sent(turn.bad()) - since.latest()));
        }
        return turn.edge(series).since(Edge.of(since));
    }

    /** The longest outage that fits between two good answers in a row: from the one's sending to the other's arrival. */
    private static long blindSpot(Series series, Moment since) {
        long longest = 0;
        for (int i = 1; i < series.size(); i++) {
            if (series.good(i - 1) && series.good(i) && series.done(i) >= since.earliest()) {
                longest = Math.max(longest, series.done(i) - series.sent(i - 1));
            }
        }
        return longest == 0 ? Bracket.NEVER : longest;
    }

    private static long gapAtEdge(Stability.Turn stable, Series series, List<Troubles> troubles) {
        if (!stable.troubled()) {
            return 0;
        }
        long gap = stable.turned() ? stable.edge(series).gap() : 0;
        for (Troubles kind : troubles) {
            gap = Math.max(gap, kind.gapAtStartOf(stable.bad()));
        }
        return gap;
    }

    private static int observed(Series series, Moment since) {
        int observed = 0;
        for (int i = 0; i < series.size(); i++) {
            observed += series.sent(i) >= since.earliest() ? 1 : 0;
        }
        return observed;
    }

    /** The runs of one severity from a moment on, and what they add up to when counted from it. */
    private record Troubles(Runs runs, List<Run> found, Moment since) {

        static Troubles of(Severity severity, Series series, Moment since) {
            Runs runs = new Runs(series, severity);
            List<Run> found = new ArrayList<>(runs.find());
            found.removeIf(run -> run.shownBy() < since.earliest());
            return new Troubles(runs, found, since);
        }

        List<Outage> outages() {
            return found.stream().map(runs::outage).toList();
        }

        Bracket total() {
            return lengths().stream().reduce(Bracket.zero(), Troubles::sum);
        }

        Optional<Bracket> longest() {
            return lengths().stream().reduce(Troubles::longer);
        }

        private List<Bracket> lengths() {
            return found.stream()
                    .map(run -> runs.length(run, runs.start(run).notBefore(since)))
                    .toList();
        }

        /** The gap at the start of the run that holds this bad sample; zero when none does. */
        long gapAtStartOf(int bad) {
            return found.stream()
                    .filter(run -> run.first() <= bad && bad <= run.last())
                    .mapToLong(run -> runs.start(run).gap())
                    .findAny()
                    .orElse(0);
        }

        private static Bracket sum(Bracket a, Bracket b) {
            return a.ended() && b.ended()
                    ? new Bracket(a.low() + b.low(), a.point() + b.point(), a.high() + b.high())
                    : Bracket.atLeast(a.low() + b.low());
        }

        private static Bracket longer(Bracket a, Bracket b) {
            return new Bracket(
                    Math.max(a.low(), b.low()), Math.max(a.point(), b.point()), Math.max(a.high(), b.high()));
        }
    }
}
