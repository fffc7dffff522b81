package dev.aftershock.reports.files;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Nanos;
import java.util.List;
import java.util.Optional;

/** Lanes over one stretch of time, with the fault's window and the objective behind them. */
final class Section {

    private static final double TITLE = 24;

    private final RunView view;
    private final Scale scale;
    private final String title;
    private final List<Lane> lanes;

    Section(RunView view, Scale scale, String title, List<Lane> lanes) {
        this.view = view;
        this.scale = scale;
        this.title = title;
        this.lanes = lanes;
    }

    double height() {
        return TITLE + lanes.stream().mapToDouble(lane -> lane.height(scale)).sum();
    }

    void draw(Svg svg, double top) {
        svg.label(new Svg.Spot(Lane.MARGIN - 12, top + 12, Svg.Anchor.END), Svg.Type.STRONG, title);
        overlays(svg, top);
        double y = top + TITLE;
        for (Lane lane : lanes) {
            lane.draw(svg, scale, y);
            y += lane.height(scale);
        }
    }

    private void overlays(Svg svg, double top) {
        double from = top + TITLE;
        double y = from;
        double begin = -1;
        double end = from;
        for (Lane lane : lanes) {
            if (lane.underOverlays() && begin < 0) {
                begin = y;
            }
            y += lane.height(scale);
            end = lane.underOverlays() ? y : end;
        }
        if (begin >= 0) {
            window(svg, new Svg.Box(0, begin, 0, end - begin));
            objective(svg, new Svg.Box(0, begin, 0, end - begin), top + 12);
        }
    }

    /** The onset and the heal are drawn as wide as they are uncertain. */
    private void window(Svg svg, Svg.Box extent) {
        Optional<Moment> fault = view.assessment().fault();
        if (fault.isEmpty()) {
            return;
        }
        double from = scale.x(fault.get().earliest());
        double sure = scale.x(fault.get().latest());
        double to = view.assessment().heal().map(heal -> scale.x(heal.latest())).orElse(scale.right());
        svg.box(new Svg.Box(from, extent.y(), to - from, extent.height()), Ink.FAULT, 0.08);
        svg.box(new Svg.Box(from, extent.y(), Math.max(1, sure - from), extent.height()), Ink.FAULT, 0.35);
        if (view.assessment().heal().filter(heal -> scale.shows(heal.latest())).isPresent()) {
            double healing = scale.x(view.assessment().heal().get().earliest());
            svg.box(new Svg.Box(healing, extent.y(), to - healing, extent.height()), Ink.FAULT, 0.12);
            svg.down(to, extent.y(), extent.height(), Ink.FAULT);
        }
    }

    private void objective(Svg svg, Svg.Box extent, double labelAt) {
        if (view.header().rtoNanos().isEmpty() || view.assessment().fault().isEmpty()) {
            return;
        }
        long rto = view.header().rtoNanos().getAsLong();
        String text = "RTO " + Nanos.seconds(rto);
        Svg.Type type = Svg.Type.STRONG.in(Ink.GOAL);
        boolean shown = scale.shows(view.origin() + rto);
        double x = shown ? scale.x(view.origin() + rto) : scale.right();
        if (shown) {
            svg.line(new Svg.Box(x, labelAt + 4, 0, extent.y() + extent.height() - labelAt - 4), Ink.GOAL, "5 4");
        }
        boolean middle = shown && x + Svg.width(text, type) / 2 <= scale.right();
        Svg.Spot spot = new Svg.Spot(x, labelAt, middle ? Svg.Anchor.MIDDLE : Svg.Anchor.END);
        svg.label(spot, type, shown ? text : text + " →");
    }
}
