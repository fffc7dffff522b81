package dev.aftershock.reports.files;

import dev.aftershock.engine.TimelineEvent;
import java.util.List;

/** The phases of the run. */
record PhaseLane(List<TimelineEvent> phases) implements Lane {

    private static final double HEIGHT = 16;

    @Override
    public double height(Scale scale) {
        return HEIGHT + 8;
    }

    @Override
    public boolean underOverlays() {
        return false;
    }

    @Override
    public void draw(Svg svg, Scale scale, double top) {
        Lane.name(svg, top + 12, "phase");
        for (int i = 0; i < phases.size(); i++) {
            long from = phases.get(i).at();
            long to = i + 1 < phases.size() ? phases.get(i + 1).at() : scale.to();
            if (to > scale.from() && from < scale.to() && to > from) {
                segment(svg, scale, top, new Phase(phases.get(i).subject(), from, to));
            }
        }
    }

    private record Phase(String name, long from, long to) {}

    private static void segment(Svg svg, Scale scale, double top, Phase phase) {
        double x = scale.x(phase.from());
        double width = scale.x(phase.to()) - x;
        svg.box(new Svg.Box(x, top, Math.max(1, width - 1), HEIGHT), Ink.GRID, 1);
        if (Svg.width(phase.name(), Svg.Type.NOTE) + 8 <= width) {
            svg.label(Svg.Spot.start(x + 5, top + 12), Svg.Type.NOTE.withoutRim(), phase.name());
        }
    }
}
