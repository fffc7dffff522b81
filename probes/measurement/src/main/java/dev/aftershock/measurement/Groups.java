package dev.aftershock.measurement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A series that asks several keys, shards or clients in turn: an answer of one says nothing of another, so each has its
 * own series with as many times the spacing.
 */
final class Groups {

    /** A group's hold must have room for a few of its samples. */
    private static final int SAMPLES_IN_A_HOLD = 3;

    private Groups() {}

    /** Whether there is more than one. */
    static boolean several(List<Sample> samples) {
        for (Sample sample : samples) {
            if (sample.group() != samples.get(0).group()) {
                return true;
            }
        }
        return false;
    }

    /** The series of each group, by its number. */
    static SortedMap<Integer, Series> split(Observations seen, SeriesSpec spec, long bound) {
        SortedMap<Integer, List<Sample>> samples = new TreeMap<>();
        for (Sample sample : seen.samples()) {
            samples.computeIfAbsent(sample.group(), group -> new ArrayList<>()).add(sample);
        }
        Series.Pace pace = new Series.Pace(spec.every() * samples.size(), bound);
        SortedMap<Integer, Series> series = new TreeMap<>();
        samples.forEach((group, its) -> series.put(group, Series.of(seen.with(its), spec, pace)));
        return series;
    }

    static long hold(Series group, SeriesSpec spec) {
        return Math.max(spec.hold(), SAMPLES_IN_A_HOLD * group.every());
    }

    /** R6: the integral of the share of groups that were down, which is the mean of their down times. */
    static Bracket unavailable(Observations seen, SeriesSpec spec, long bound, Moment since) {
        SortedMap<Integer, Series> groups = split(seen, spec, bound);
        Bracket sum = groups.values().stream()
                .map(series ->
                        Troubles.of(Outage.Severity.BLACKOUT, series, since).total())
                .reduce(Bracket.zero(), Bracket::plus);
        return sum.dividedBy(groups.size());
    }

    /**
     * The same edge, but not over before every group that was bad when last asked has answered itself; one that is
     * still bad then is among the tolerated. Without an upper end when one was not asked again.
     */
    static Edge widened(Edge edge, Stability.Turn turn, Series series) {
        if (!series.several()) {
            return edge;
        }
        Set<Integer> failing = failing(turn.bad(), series);
        failing.remove(series.group(turn.good()));
        long high = edge.high();
        for (int i = turn.good() + 1; i < series.size() && !failing.isEmpty(); i++) {
            if (!series.unsure(i) && failing.remove(series.group(i)) && series.good(i)) {
                high = Math.max(high, series.done(i));
            }
        }
        return new Edge(edge.low(), edge.point(), failing.isEmpty() ? high : Bracket.NEVER, edge.gap());
    }

    /** The groups whose last sample up to this one is bad. */
    private static Set<Integer> failing(int last, Series series) {
        Set<Integer> met = new HashSet<>();
        Set<Integer> failing = new HashSet<>();
        for (int i = last; i >= 0; i--) {
            if (!series.unsure(i) && met.add(series.group(i)) && series.troubled(i)) {
                failing.add(series.group(i));
            }
        }
        return failing;
    }
}
