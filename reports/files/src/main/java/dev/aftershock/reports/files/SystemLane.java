package dev.aftershock.reports.files;

import dev.aftershock.engine.TimelineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the watched system itself said: a tick for each line, with as many labels as there is room for. */
final class SystemLane implements Lane {

    private static final int ROWS = 4;
    private static final int LONGEST_LABEL = 34;
    private static final double ROW = 15;

    private final List<TimelineEvent> events;
    private final long origin;

    SystemLane(List<TimelineEvent> events, long origin) {
        this.events = events;
        this.origin = origin;
    }

    private record Label(TimelineEvent event, String text, double x, int row) {}

    @Override
    public double height(Scale scale) {
        int rows =
                place(scale).stream().mapToInt(label -> label.row() + 1).max().orElse(1);
        return rows * ROW + 8;
    }

    @Override
    public void draw(Svg svg, Scale scale, double top) {
        Lane.name(svg, top + 12, "system");
        double bottom = height(scale) - 4;
        ticks(svg, scale, top + bottom);
        for (Label label : place(scale)) {
            double x = scale.x(label.event().at());
            svg.down(x, top + label.row() * ROW + 3, bottom - label.row() * ROW - 3, Ink.MUTED);
            boolean left = label.x() < x;
            Svg.Spot spot = left
                    ? new Svg.Spot(x - 4, top + label.row() * ROW + 12, Svg.Anchor.END)
                    : Svg.Spot.start(x + 4, top + label.row() * ROW + 12);
            svg.label(spot, new Svg.Type(Ink.TEXT, 11, false), label.text());
        }
    }

    /** One tick per pixel is as many as can be seen. */
    private void ticks(Svg svg, Scale scale, double bottom) {
        StringBuilder ticks = new StringBuilder();
        events.stream()
                .filter(event -> scale.shows(event.at()))
                .map(event -> Markup.number(Math.rint(scale.x(event.at()))))
                .distinct()
                .forEach(x -> ticks.append('M')
                        .append(x)
                        .append(' ')
                        .append(Markup.number(bottom - 5))
                        .append("v5"));
        svg.path(ticks.toString(), Ink.MUTED, 1.5);
    }

    /** From left to right, each below the labels that it would cross; what finds no room has its tick only. */
    private List<Label> place(Scale scale) {
        List<Label> labels = new ArrayList<>();
        double[] taken = new double[ROWS];
        for (TimelineEvent event : events) {
            if (scale.shows(event.at())) {
                place(labels, taken, event, scale);
            }
        }
        return labels;
    }

    private void place(List<Label> labels, double[] taken, TimelineEvent event, Scale scale) {
        String text = text(event);
        double width = Svg.width(text, Svg.Type.NOTE) + 8;
        double x = scale.x(event.at());
        double left = x + width <= scale.right() ? x : x - width;
        int row = ROWS;
        while (row > 0 && taken[row - 1] <= (left < x ? left : x - 1)) {
            row--;
        }
        if (row < ROWS) {
            taken[row] = left + width;
            labels.add(new Label(event, text, left, row));
        }
    }

    private String text(TimelineEvent event) {
        String kind = event.fact("kind").toLowerCase(Locale.ROOT);
        String what = kind.isEmpty() || kind.equals("other") ? event.fact("detail") : kind;
        return Clean.shorten(Clean.line(what), LONGEST_LABEL) + " " + Figures.offset(event.at() - origin);
    }
}
