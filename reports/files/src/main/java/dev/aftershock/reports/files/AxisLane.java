package dev.aftershock.reports.files;

/** The time axis. */
record AxisLane(long origin, String originName) implements Lane {

    @Override
    public double height(Scale scale) {
        return 26;
    }

    @Override
    public boolean underOverlays() {
        return false;
    }

    @Override
    public void draw(Svg svg, Scale scale, double top) {
        Lane.name(svg, top + 15, originName);
        svg.across(scale.left(), top, scale.width(), Ink.MUTED);
        for (long tick : scale.ticks(origin)) {
            double x = scale.x(origin + tick);
            svg.down(x, top, 4, Ink.MUTED);
            Svg.Type type = tick == 0 ? Svg.Type.NOTE.in(Ink.FAULT) : Svg.Type.NOTE;
            Svg.Anchor anchor = x + 24 > scale.right()
                    ? Svg.Anchor.END
                    : x - 24 < scale.left() ? Svg.Anchor.START : Svg.Anchor.MIDDLE;
            svg.label(new Svg.Spot(x, top + 16, anchor), type, scale.tick(tick));
        }
    }
}
