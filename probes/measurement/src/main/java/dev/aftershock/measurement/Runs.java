package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;
import dev.aftershock.measurement.Series.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the runs of one severity and brackets their edges.
 *
 * <p>Answers overtake one another when probes overlap, so a run ends only at a sample that was sent when all the trouble
 * of the run had surely shown, and a start counts from a sample that was answered before the first bad one was sent.
 */
final class Runs {

    private final Series series;
    private final Severity severity;

    Runs(Series series, Severity severity) {
        this.series = series;
        this.severity = severity;
    }

    List<Run> find() {
        List<Run> runs = new ArrayList<>();
        Run open = new Run(-1);
        for (int i = 0; i < series.size(); i++) {
            if (bad(i)) {
                if (open.first() < 0 || open.clearedBy() <= series.sent(i)) {
                    open = new Run(i);
                    runs.add(open);
                }
                open.add(i, series.shownBy(i));
            } else if (open.first() >= 0 && series.sent(i) >= open.shownBy() && tells(i)) {
                open.clear(i, clearBy(i));
            }
        }
        return runs;
    }

    /** A run with its edges; the end is empty when it was not seen. */
    Found found(Run run) {
        return new Found(run, start(run), end(run));
    }

    /**
     * A run with its edges.
     *
     * @param end empty when it was not seen
     */
    record Found(Run run, Edge start, Optional<Edge> end) {}

    /** Between the last proof of the opposite, or the run's start when there is none, and the first proof of trouble. */
    private Edge start(Run run) {
        int first = run.first();
        long high = firstProof(run);
        int before = first - 1;
        while (before >= 0 && (bad(before) || !tells(before) || clearBy(before) > series.sent(first))) {
            before--;
        }
        if (before < 0) {
            return new Edge(Math.min(0, series.sent(0)), series.sent(first), high, Bracket.NEVER);
        }
        long low = series.sent(before);
        long point = Edge.middle(series.sent(first - 1), series.sent(first));
        return new Edge(low, point, high, gap(low, series.sharp(first) ? series.sent(first) : high, high));
    }

    /** Between the last bad sample's sending and the first proof that the trouble was over; empty when none came. */
    private Optional<Edge> end(Run run) {
        long released = firstRelease(run);
        long high = Math.min(released, run.clearedBy());
        if (high == Bracket.NEVER) {
            return Optional.empty();
        }
        long low = series.sent(run.last());
        long seen = high < run.clearedBy() ? high : series.sent(run.clearing());
        long point = released == Bracket.NEVER ? Edge.middle(low, series.sent(run.last() + 1)) : released;
        return Optional.of(new Edge(low, point, high, gap(series.watchedFrom(run.last()), seen, high)));
    }

    /** The longest gap up to the last sending, or pause of the observer up to the last answer, that an edge rests on. */
    private long gap(long from, long sent, long answered) {
        return Math.max(series.gaps().longestWithin(from, sent), series.gaps().longestPauseWithin(from, answered));
    }

    /** The earliest instant by which trouble was proven, by samples beyond doubt when there are any. */
    private long firstProof(Run run) {
        long sure = Bracket.NEVER;
        long any = Bracket.NEVER;
        for (int i = run.first(); i <= run.last(); i++) {
            if (bad(i)) {
                any = Math.min(any, series.shownBy(i));
                sure = series.sure(i) ? Math.min(sure, series.shownBy(i)) : sure;
            }
        }
        return sure == Bracket.NEVER ? any : sure;
    }

    /**
     * When the first answer that a blackout had held back arrived, of the samples up to the clearing one; never for a
     * brownout, whose answers all come late.
     */
    private long firstRelease(Run run) {
        long first = Bracket.NEVER;
        int end = run.clearing() < 0 ? series.size() : run.clearing() + 1;
        for (int i = run.first(); i < end && severity == Severity.BLACKOUT; i++) {
            boolean release = series.held(i) && series.releasedSince(i, run.shownBy());
            first = release ? Math.min(first, series.done(i)) : first;
        }
        return first;
    }

    /** Any answer speaks against a blackout; against slowness only one whose latency is the system's own. */
    private boolean tells(int i) {
        return severity == Severity.BLACKOUT || !series.unsure(i);
    }

    private boolean bad(int i) {
        return bad(series, severity, i);
    }

    static boolean bad(Series series, Severity severity, int i) {
        return series.kind(i) == (severity == Severity.BLACKOUT ? Kind.BAD : Kind.SLOW);
    }

    /** By when a sample that is not bad in this sense proves just that. */
    private long clearBy(int i) {
        return series.kind(i) == Kind.BAD ? series.shownBy(i) : series.done(i);
    }
}
