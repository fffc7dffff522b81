package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;

/**
 * The down time within a run in which some requests succeeded (a partial outage): the integral of one minus availability.
 *
 * <p>It cannot be more than the run's whole length. It is at least what lay between bad samples with no answer in between,
 * and best guessed by the time that its bad samples stand for. A run that no answer interrupts is down throughout.
 */
record Share(Series series, Severity severity, Moment since) {

    Bracket of(Run run, Bracket whole) {
        long least = 0;
        long stretches = 0;
        long shown = Bracket.NEVER;
        long lastBad = 0;
        long stoodFor = 0;
        for (int i = run.first(); i <= run.last(); i++) {
            if (Runs.bad(series, severity, i)) {
                shown = Math.min(shown, series.shownBy(i));
                lastBad = series.sent(i);
                stoodFor += series.sent(i) >= since.middle() ? series.weight(i) : 0;
            } else if (interrupts(i, run, shown)) {
                least += down(shown, lastBad);
                shown = Bracket.NEVER;
                stretches++;
            }
        }
        return stretches == 0 ? whole : within(least + down(shown, lastBad), stoodFor, whole);
    }

    /** Whether the answer proves a request served after trouble had shown, and before it showed again. */
    private boolean interrupts(int i, Run run, long shown) {
        return series.sent(i) >= shown && !series.held(i) && series.done(i) <= series.sent(run.last());
    }

    private long down(long shown, long lastBad) {
        return shown == Bracket.NEVER ? 0 : Math.max(0, lastBad - Math.max(shown, since.latest()));
    }

    private static Bracket within(long low, long point, Bracket whole) {
        long least = Math.min(low, whole.low());
        return whole.ended()
                ? new Bracket(least, Math.max(least, Math.min(point, whole.high())), whole.high())
                : Bracket.atLeast(least);
    }
}
