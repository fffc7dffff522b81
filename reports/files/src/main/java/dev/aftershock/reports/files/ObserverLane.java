package dev.aftershock.reports.files;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Nanos;
import java.util.List;

/** When the observer itself was held up: what a probe did not see then, it could not see. */
record ObserverLane(List<Moment> pauses) implements Lane {

    private static final double HEIGHT = 12;

    @Override
    public double height(Scale scale) {
        return HEIGHT + 6;
    }

    @Override
    public void draw(Svg svg, Scale scale, double top) {
        Lane.name(svg, top + 10, "observer paused");
        svg.across(scale.left(), top + HEIGHT - 1, scale.width(), Ink.GRID);
        StringBuilder marks = new StringBuilder();
        double drawn = -1;
        Moment longest = new Moment(0, 0);
        for (Moment pause : pauses) {
            if (!scale.shows(pause.latest()) && !scale.shows(pause.earliest())) {
                continue;
            }
            longest = length(pause) > length(longest) ? pause : longest;
            double from = Math.max(drawn, Math.floor(scale.x(pause.earliest())));
            double to = Math.max(Math.floor(scale.x(pause.earliest())) + 1, scale.x(pause.latest()));
            if (to > from) {
                marks.append('M').append(Markup.number(from)).append(' ').append(Markup.number(top + 7));
                marks.append('h').append(Markup.number(to - from));
                drawn = to;
            }
        }
        svg.bar(marks.toString(), Ink.UNSEEN, 1, 9);
        longest(svg, scale, top, longest);
    }

    private void longest(Svg svg, Scale scale, double top, Moment pause) {
        if (length(pause) == 0) {
            svg.label(Svg.Spot.start(scale.left() + 4, top + 10), Svg.Type.NOTE, "no pause of 2 ms seen");
            return;
        }
        String text = "longest " + Nanos.seconds(length(pause));
        double x = scale.x(pause.latest());
        boolean left = x + Svg.width(text, Svg.Type.NOTE) + 8 > scale.right();
        Svg.Spot spot = left
                ? new Svg.Spot(scale.x(pause.earliest()) - 4, top + 10, Svg.Anchor.END)
                : Svg.Spot.start(x + 4, top + 10);
        svg.label(spot, Svg.Type.NOTE, text);
    }

    private static long length(Moment pause) {
        return pause.latest() - pause.earliest();
    }
}
