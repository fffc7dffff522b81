package dev.aftershock.reports.files;

/** One strip of a timeline. */
interface Lane {

    /** Pixels, with the space below it. */
    double height(Scale scale);

    /** Draws it with its top at the given pixel. */
    void draw(Svg svg, Scale scale, double top);

    /** Whether the fault's window and the objective's line run behind it. */
    default boolean underOverlays() {
        return true;
    }

    /** A name in the left margin. */
    static void name(Svg svg, double baseline, String name) {
        svg.label(new Svg.Spot(MARGIN - 12, baseline, Svg.Anchor.END), Svg.Type.NOTE, name);
    }

    /** The left margin in pixels. */
    double MARGIN = 128;
}
