package dev.aftershock.reports.files;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.statistics.ChangePoints;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The runs of one experiment in the order of time, and where a new level began.
 *
 * @param runs the newest of them, the oldest first; at least one
 * @param changes the index of each run that begins a new level, ascending
 */
record Trend(List<IndexedRun> runs, List<Integer> changes) {

    static final int MOST = 200;

    private static final double SIGNIFICANCE = 0.01;
    private static final int FEWEST = 6;

    /** Copies the lists. */
    Trend {
        runs = List.copyOf(runs);
        changes = List.copyOf(changes);
    }

    static Trend of(List<IndexedRun> runs) {
        List<IndexedRun> newest = runs.subList(Math.max(0, runs.size() - MOST), runs.size());
        TreeSet<Integer> changes = new TreeSet<>();
        if (newest.size() >= FEWEST) {
            changes.addAll(
                    changes(newest, run -> run.recovery().map(Trend::logarithm).orElse(Double.POSITIVE_INFINITY)));
            changes.addAll(changes(newest, run -> Math.log1p(run.lost().orElse(0))));
        }
        return new Trend(newest, List.copyOf(changes));
    }

    private static List<Integer> changes(List<IndexedRun> runs, Function<IndexedRun, Double> value) {
        List<Double> series = runs.stream().map(value).toList();
        return series.stream().distinct().count() < 2 ? List.of() : ChangePoints.of(series, SIGNIFICANCE, 1);
    }

    /** Recovery times vary by factors. */
    private static double logarithm(Bracket recovery) {
        return recovery.ended() ? Math.log1p(recovery.point()) : Double.POSITIVE_INFINITY;
    }

    /** What changed, in words: one line for each new level. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        List<Integer> bounds = new ArrayList<>(List.of(0));
        bounds.addAll(changes);
        bounds.add(runs.size());
        for (int i = 1; i + 1 < bounds.size(); i++) {
            List<IndexedRun> before = runs.subList(bounds.get(i - 1), bounds.get(i));
            List<IndexedRun> after = runs.subList(bounds.get(i), bounds.get(i + 1));
            words.add("Since " + RunsIndex.minute(after.get(0)) + ": median recovery " + median(before) + " → "
                    + median(after) + ", median of lost writes " + lost(before) + " → " + lost(after));
        }
        return words;
    }

    private static String median(List<IndexedRun> runs) {
        List<Long> sorted = new ArrayList<>(runs.stream()
                .map(run -> run.recovery()
                        .filter(Bracket::ended)
                        .map(Bracket::point)
                        .orElse(Bracket.NEVER))
                .toList());
        Collections.sort(sorted);
        long median = sorted.get(sorted.size() / 2);
        return median == Bracket.NEVER ? "never" : Nanos.seconds(median);
    }

    private static String lost(List<IndexedRun> runs) {
        List<Integer> sorted =
                runs.stream().map(run -> run.lost().orElse(0)).sorted().toList();
        return Figures.count(sorted.get(sorted.size() / 2));
    }
}
