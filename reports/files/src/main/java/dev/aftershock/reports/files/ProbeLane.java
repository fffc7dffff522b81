package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Sample;
import java.util.List;

/** One probe: its band, its recovery as a measure with an error bar, and its latencies. */
final class ProbeLane implements Lane {

    private static final int LONGEST_NAME = 15;
    private static final double MEASURE = 20;
    private static final double GAP = 12;

    private final RunView view;
    private final ProbeAssessment probe;
    private final boolean detailed;

    ProbeLane(RunView view, ProbeAssessment probe, boolean detailed) {
        this.view = view;
        this.probe = probe;
        this.detailed = detailed;
    }

    @Override
    public double height(Scale scale) {
        return Band.HEIGHT + (troubled() ? MEASURE : 4) + (detailed ? Latencies.HEIGHT : 0) + GAP;
    }

    private boolean troubled() {
        return probe.recovery().filter(Recovery::troubled).isPresent();
    }

    @Override
    public void draw(Svg svg, Scale scale, double top) {
        List<Sample> samples = view.samples(probe.probe().name());
        Svg.Spot name = new Svg.Spot(MARGIN - 12, top + 11, Svg.Anchor.END);
        svg.label(name, Svg.Type.STRONG, Clean.shorten(Clean.line(probe.probe().name()), LONGEST_NAME));
        long since = view.assessment().fault().map(fault -> fault.earliest()).orElse(Long.MAX_VALUE);
        Band.of(scale, probe, samples, since).draw(svg, top);
        double below = top + Band.HEIGHT + 4;
        if (troubled()) {
            measure(svg, scale, below + 7);
            below = top + Band.HEIGHT + MEASURE;
        }
        if (detailed) {
            Latencies.LatencyRange range = Latencies.LatencyRange.of(probe.probe(), samples);
            new Latencies(svg, scale, below, range).draw(samples);
        }
    }

    /** From the fault to stable recovery, with the bracket as its error bar. */
    private void measure(Svg svg, Scale scale, double y) {
        Bracket stable = probe.recovery().orElseThrow().stable();
        double from = scale.x(view.origin());
        double low = scale.x(view.origin() + stable.low());
        double high = stable.ended() ? scale.x(view.origin() + stable.high()) : scale.right();
        double point = stable.ended() ? scale.x(view.origin() + stable.point()) : high;
        svg.across(from, y, Math.max(1, point - from), Ink.TEXT);
        svg.down(from, y - 4, 8, Ink.TEXT);
        svg.box(new Svg.Box(low, y - 2, Math.max(2, high - low), 4), Ink.TEXT, stable.ended() ? 1 : 0.35);
        svg.down(low, y - 4, 8, Ink.TEXT);
        svg.down(high, y - 4, 8, Ink.TEXT);
        label(svg, scale, new Svg.Spot(from, y + 4, Svg.Anchor.START), high);
    }

    private void label(Svg svg, Scale scale, Svg.Spot left, double right) {
        Bracket stable = probe.recovery().orElseThrow().stable();
        String text = stable.ended()
                ? "R3 " + Nanos.bracket(stable)
                : "R3: not recovered for at least " + Nanos.seconds(stable.low());
        double width = Svg.width(text, Svg.Type.STRONG);
        if (right + 8 + width <= scale.right()) {
            svg.label(Svg.Spot.start(right + 8, left.y()), Svg.Type.STRONG, text);
        } else if (left.x() - 8 - width >= scale.left()) {
            svg.label(new Svg.Spot(left.x() - 8, left.y(), Svg.Anchor.END), Svg.Type.STRONG, text);
        } else {
            svg.box(new Svg.Box(left.x() + 8, left.y() - 11, width + 8, 14), Ink.PAPER, 1);
            svg.label(Svg.Spot.start(left.x() + 12, left.y()), Svg.Type.STRONG, text);
        }
    }
}
