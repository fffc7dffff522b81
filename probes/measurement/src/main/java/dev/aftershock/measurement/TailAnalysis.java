package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Computes R9 from a series that asks several groups in turn. Linear but for sorting; stateless and thread-safe. */
public final class TailAnalysis {

    private static final Comparator<Tail.Group> SLOWEST = Comparator.comparingLong(
                    (Tail.Group group) -> group.stable().high())
            .thenComparingLong(group -> group.stable().point())
            .thenComparingLong(group -> group.stable().low());

    private TailAnalysis() {}

    /**
     * Says how each group recovered since a moment. A group's spacing is the schedule's times the number of groups, and
     * its hold is the series' hold, but no shorter than three of its spacings. A group of which nothing was observed since
     * the moment counts as not recovered.
     *
     * @param since the fault or the heal, in nanoseconds of the run's clock
     * @param seen the whole series, as for {@link RecoveryAnalysis#since(Moment, Observations, SeriesSpec, OptionalLong)}
     * @param spec of the whole series
     * @param healthyLatency the longest latency of a healthy answer; {@link SeriesSpec#within} when unknown
     * @throws IllegalArgumentException when there are no samples
     */
    public static Tail of(Moment since, Observations seen, SeriesSpec spec, OptionalLong healthyLatency) {
        if (seen.samples().isEmpty()) {
            throw new IllegalArgumentException("there are no samples, where those of at least one group were expected");
        }
        long bound = Ranges.duration("bound on a healthy latency", healthyLatency.orElse(spec.within()));
        List<Tail.Group> groups = new ArrayList<>();
        Groups.split(seen, spec, bound).forEach((number, series) -> groups.add(group(number, series, spec, since)));
        Bracket worst = groups.stream().map(Tail.Group::stable).reduce(Bracket.zero(), Bracket::longer);
        Tail.Group slowest = groups.get(0);
        for (Tail.Group group : groups) {
            slowest = SLOWEST.compare(group, slowest) > 0 ? group : slowest;
        }
        return new Tail(worst, slowest.number(), groups);
    }

    private static Tail.Group group(int number, Series series, SeriesSpec spec, Moment since) {
        int observed = RecoveryAnalysis.observed(series, since);
        if (observed == 0) {
            return new Tail.Group(number, Bracket.atLeast(0), Bracket.NEVER, 0);
        }
        Goal goal = Goal.stable(series, spec);
        Stability.Turn stable = new Stability(series, goal, Groups.hold(series, spec), since).stable();
        List<Troubles> troubles =
                List.of(Troubles.of(Severity.BLACKOUT, series, since), Troubles.of(Severity.BROWNOUT, series, since));
        long gap = RecoveryAnalysis.gapAtEdge(stable, series, troubles);
        return new Tail.Group(number, stable.since(since, series), gap, observed);
    }
}
