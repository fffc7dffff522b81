package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Sample;
import java.util.List;

/**
 * A probe's band: for each column of pixels the worst that is known of it, so that a drawing stays small however often the
 * system flapped.
 */
final class Band {

    static final double HEIGHT = 14;

    private final Scale scale;
    private final State[] columns;

    /** What a column shows; in ascending order, the last known wins. */
    private enum State {
        NONE(Ink.GRID, 0),
        UNSEEN(Ink.UNSEEN, 1),
        UP(Ink.UP, 1),
        PERHAPS_SLOW(Ink.SLOW, 0.45),
        SLOW(Ink.SLOW, 1),
        PERHAPS_DOWN(Ink.DOWN, 0.45),
        DOWN(Ink.DOWN, 1);

        private final Ink ink;
        private final double opacity;

        State(Ink ink, double opacity) {
            this.ink = ink;
            this.opacity = opacity;
        }
    }

    private Band(Scale scale) {
        this.scale = scale;
        this.columns = new State[scale.columns()];
        java.util.Arrays.fill(columns, State.NONE);
    }

    /**
     * Reads the samples before the judged part, and the judged outages and brownouts after its beginning.
     *
     * @param judgedFrom when the fault struck; {@link Long#MAX_VALUE} when nothing was judged
     */
    static Band of(Scale scale, ProbeAssessment probe, List<Sample> samples, long judgedFrom) {
        Band band = new Band(scale);
        samples.forEach(sample -> band.sample(sample, probe.probe().series().every(), judgedFrom));
        long last =
                samples.isEmpty() ? scale.to() : samples.get(samples.size() - 1).done();
        probe.recovery().ifPresent(recovery -> band.judged(recovery, last));
        return band;
    }

    private void sample(Sample sample, long every, long judgedFrom) {
        long until = sample.due() + every;
        switch (sample.outcome()) {
            case OK -> mark(sample.due(), until, State.UP);
            case NOT_SENT -> mark(sample.due(), until, State.UNSEEN);
            case FAIL_FAST, TIMEOUT -> mark(sample.due(), until, sample.due() < judgedFrom ? State.DOWN : State.UP);
        }
    }

    private void judged(Recovery recovery, long last) {
        recovery.brownouts().forEach(outage -> outage(outage, last, State.PERHAPS_SLOW, State.SLOW));
        recovery.outages().forEach(outage -> outage(outage, last, State.PERHAPS_DOWN, State.DOWN));
    }

    /** Pale where it may have been, full where it surely was. */
    private void outage(Outage outage, long last, State perhaps, State surely) {
        mark(outage.start().earliest(), outage.end().map(end -> end.latest()).orElse(last), perhaps);
        long sureUntil = outage.end().map(end -> end.earliest()).orElse(last);
        if (sureUntil > outage.start().latest()) {
            mark(outage.start().latest(), sureUntil, surely);
        }
    }

    private void mark(long from, long to, State state) {
        if (to < scale.from() || from > scale.to()) {
            return;
        }
        int last = scale.column(Math.min(to, scale.to()));
        for (int column = scale.column(Math.max(from, scale.from())); column <= last; column++) {
            if (state.compareTo(columns[column]) > 0) {
                columns[column] = state;
            }
        }
    }

    void draw(Svg svg, double top) {
        for (State state : State.values()) {
            if (state != State.NONE) {
                svg.bar(stretches(state, top + HEIGHT / 2), state.ink, state.opacity, HEIGHT);
            }
        }
    }

    private String stretches(State state, double y) {
        StringBuilder path = new StringBuilder();
        int start = 0;
        for (int column = 0; column <= columns.length; column++) {
            if (column == columns.length || columns[column] != state) {
                if (column > start) {
                    path.append('M').append(Markup.number(scale.left() + start)).append(' ');
                    path.append(Markup.number(y)).append('h').append(column - start);
                }
                start = column + 1;
            }
        }
        return path.toString();
    }
}
