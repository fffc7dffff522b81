package dev.aftershock.reports.files;

/** One fault from its call to its verified heal. */
record FaultLane(FaultSpan fault) implements Lane {

    private static final double HEIGHT = 16;
    private static final int LONGEST_TITLE = 90;

    @Override
    public double height(Scale scale) {
        return HEIGHT + 6;
    }

    @Override
    public void draw(Svg svg, Scale scale, double top) {
        Lane.name(svg, top + 12, "fault");
        long from = fault.issuedAt().orElse(scale.from());
        long sure = fault.effectAt().orElse(from);
        long healing = fault.healAt().orElse(scale.to());
        long healed = fault.healedAt().orElse(scale.to());
        double x = scale.x(sure);
        svg.box(new Svg.Box(scale.x(from), top, scale.x(healed) - scale.x(from), HEIGHT), Ink.FAULT, 0.3);
        svg.box(new Svg.Box(x, top, scale.x(healing) - x, HEIGHT), Ink.FAULT, fault.acted() ? 1 : 0.3);
        title(svg, scale, top + 12);
    }

    private void title(Svg svg, Scale scale, double baseline) {
        String title = Clean.shorten(text(), LONGEST_TITLE);
        double left = scale.x(fault.issuedAt().orElse(scale.from()));
        double right = scale.x(fault.healedAt().orElse(scale.to()));
        double solid = scale.x(fault.healAt().orElse(scale.to()));
        double width = Svg.width(title, Svg.Type.STRONG);
        if (width + 16 <= solid - left && fault.acted()) {
            svg.label(
                    Svg.Spot.start(scale.x(fault.effectAt().orElse(scale.from())) + 6, baseline),
                    Svg.Type.STRONG.in(Ink.PAPER),
                    title);
        } else if (scale.right() - right >= left - scale.left()) {
            String fitted = Svg.fit(title, Svg.Type.STRONG, scale.right() - right - 8);
            svg.label(Svg.Spot.start(right + 8, baseline), Svg.Type.STRONG.in(Ink.FAULT), fitted);
        } else {
            String fitted = Svg.fit(title, Svg.Type.STRONG, left - scale.left() - 8);
            svg.label(new Svg.Spot(left - 8, baseline, Svg.Anchor.END), Svg.Type.STRONG.in(Ink.FAULT), fitted);
        }
    }

    private String text() {
        String state = !fault.acted() ? " (no effect seen)" : fault.healed() ? "" : " (not verified healed)";
        return Clean.line(fault.title()) + state;
    }
}
