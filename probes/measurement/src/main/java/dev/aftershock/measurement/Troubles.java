package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;
import dev.aftershock.measurement.Runs.Found;
import java.util.List;
import java.util.Optional;

/**
 * The runs of one severity from a moment on, and what they add up to when counted from it.
 *
 * @param found in order, those that were over before the moment left out
 */
record Troubles(Severity severity, Series series, List<Found> found, Moment since) {

    static Troubles of(Severity severity, Series series, Moment since) {
        Runs runs = new Runs(series, severity);
        List<Found> found = runs.find().stream()
                .filter(run -> run.shownBy() >= since.earliest())
                .map(runs::found)
                .toList();
        return new Troubles(severity, series, found, since);
    }

    List<Outage> outages() {
        return found.stream().map(this::outage).toList();
    }

    private Outage outage(Found each) {
        return new Outage(
                severity,
                each.start().moment(),
                each.end().map(Edge::moment),
                length(each, each.start()),
                each.run().count(),
                each.start().gap() > 0,
                each.end().isPresent() && each.end().get().gap() > 0);
    }

    /** R6: what was down in all, where requests that succeeded in between count as available. */
    Bracket total() {
        return found.stream()
                .map(each -> new Share(series, severity, since).of(each.run(), counted(each)))
                .reduce(Bracket.zero(), Bracket::plus);
    }

    Optional<Bracket> longest() {
        return found.stream().map(this::counted).reduce(Bracket::longer);
    }

    /** When the first of them began; empty when there is none. */
    Optional<Edge> first() {
        return found.stream().findFirst().map(Found::start);
    }

    private Bracket counted(Found each) {
        return length(each, each.start().notBefore(since));
    }

    /** How long it lasted when counted from {@code start}. */
    private Bracket length(Found each, Edge start) {
        return each.end()
                .map(end -> end.since(start))
                .orElseGet(
                        () -> Bracket.atLeast(Math.max(0, series.sent(each.run().last()) - start.high())));
    }

    /** The gap at the start of the run that holds this bad sample; zero when none does. */
    long gapAtStartOf(int bad) {
        return found.stream()
                .filter(each -> each.run().first() <= bad && bad <= each.run().last())
                .mapToLong(each -> each.start().gap())
                .findAny()
                .orElse(0);
    }
}
