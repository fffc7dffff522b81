package dev.aftershock.reports.files;

import dev.aftershock.engine.RunHeader;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.List;

/**
 * Latency over time on a logarithmic scale: dots while there are few samples, else one stroke per column of pixels from its
 * least to its greatest latency, so that a drawing stays small however long the run was.
 */
final class Latencies {

    static final double HEIGHT = 84;
    private static final double FAILED = 12;
    private static final int DOTS_AT_MOST = 1_500;
    private static final double LEAST = 1e4;

    private final Svg svg;
    private final Scale scale;
    private final double top;
    private final double floor;
    private final double ceiling;
    private final long within;

    Latencies(Svg svg, Scale scale, double top, LatencyRange range) {
        this.svg = svg;
        this.scale = scale;
        this.top = top;
        this.floor = Math.log10(range.least());
        this.ceiling = Math.log10(range.most());
        this.within = range.within();
    }

    /** Whole decades around all answers and the latency bound. */
    record LatencyRange(double least, double most, long within) {
        static LatencyRange of(RunHeader.ProbeHeader probe, List<Sample> samples) {
            long within = probe.series().within();
            double least = within;
            double most = within;
            for (Sample sample : samples) {
                if (sample.outcome() == Outcome.OK) {
                    least = Math.min(least, Math.max(LEAST, sample.latency()));
                    most = Math.max(most, sample.latency());
                }
            }
            double low = Math.pow(10, Math.floor(Math.log10(Math.max(LEAST, least))));
            double high = Math.pow(10, Math.ceil(Math.log10(most)));
            return new LatencyRange(low, Math.max(high, low * 10), within);
        }
    }

    void draw(List<Sample> samples) {

        axis();
        List<Sample> shown =
                samples.stream().filter(sample -> scale.shows(sample.due())).toList();
        failed(shown);
        if (shown.size() <= DOTS_AT_MOST) {
            dots(shown);
        } else {
            envelope(shown);
        }
    }

    private double y(double nanos) {
        double share = (Math.log10(Math.max(LEAST, nanos)) - floor) / (ceiling - floor);
        return top + HEIGHT - Math.max(0, Math.min(1, share)) * (HEIGHT - FAILED);
    }

    private void axis() {
        for (double decade = floor; decade <= ceiling + 0.01; decade++) {
            double nanos = Math.pow(10, decade);
            svg.across(scale.left(), y(nanos), scale.width(), Ink.GRID);
            if (decade > floor - 0.5 && (ceiling - floor < 5 || Math.round(decade - floor) % 2 == 0)) {
                Svg.Spot spot = new Svg.Spot(scale.left() - 6, y(nanos) + 3, Svg.Anchor.END);
                svg.label(spot, new Svg.Type(Ink.MUTED, 9, false), unit(nanos));
            }
        }
        svg.line(new Svg.Box(scale.left(), y(within), scale.width(), 0), Ink.SLOW, "3 3");
    }

    private static String unit(double nanos) {
        long whole = Math.round(nanos);
        if (whole >= 1_000_000_000L) {
            return whole / 1_000_000_000L + " s";
        }
        return whole >= 1_000_000L ? whole / 1_000_000L + " ms" : whole / 1_000L + " us";
    }

    /** A mark at the top for each column that holds a failing sample. */
    private void failed(List<Sample> samples) {
        StringBuilder marks = new StringBuilder();
        int last = -1;
        for (Sample sample : samples) {
            boolean failed = sample.outcome() == Outcome.FAIL_FAST || sample.outcome() == Outcome.TIMEOUT;
            int column = scale.column(sample.due());
            if (failed && column != last) {
                last = column;
                marks.append('M')
                        .append(Markup.number(scale.left() + column + 0.5))
                        .append(' ');
                marks.append(Markup.number(top + 2)).append("v6");
            }
        }
        svg.path(marks.toString(), Ink.DOWN, 1);
    }

    private void dots(List<Sample> samples) {
        StringBuilder good = new StringBuilder();
        StringBuilder slow = new StringBuilder();
        for (Sample sample : samples) {
            if (sample.outcome() == Outcome.OK) {
                StringBuilder path = sample.latency() > within ? slow : good;
                path.append('M').append(Markup.number(scale.x(sample.due()))).append(' ');
                path.append(Markup.number(y(sample.latency()))).append("h0");
            }
        }
        double size = samples.size() <= 400 ? 3.2 : 2.4;
        svg.path(good.toString(), Ink.GOOD, size);
        svg.path(slow.toString(), Ink.SLOW, size);
    }

    private void envelope(List<Sample> samples) {
        double[] least = new double[scale.columns()];
        double[] most = new double[scale.columns()];
        for (Sample sample : samples) {
            if (sample.outcome() == Outcome.OK) {
                int column = scale.column(sample.due());
                double latency = Math.max(1, sample.latency());
                least[column] = least[column] == 0 ? latency : Math.min(least[column], latency);
                most[column] = Math.max(most[column], latency);
            }
        }
        StringBuilder good = new StringBuilder();
        StringBuilder slow = new StringBuilder();
        for (int column = 0; column < most.length; column++) {
            if (most[column] > 0) {
                stroke(good, column, least[column], Math.min(most[column], within));
                stroke(slow, column, Math.max(least[column], within), most[column]);
            }
        }
        svg.path(good.toString(), Ink.GOOD, 1);
        svg.path(slow.toString(), Ink.SLOW, 1);
    }

    private void stroke(StringBuilder path, int column, double least, double most) {
        if (most >= least) {
            path.append('M').append(Markup.number(scale.left() + column + 0.5)).append(' ');
            path.append(Markup.number(y(most))).append('v');
            path.append(Markup.number(Math.max(0.8, y(least) - y(most))));
        }
    }
}
