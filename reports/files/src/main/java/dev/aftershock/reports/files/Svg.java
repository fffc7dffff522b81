package dev.aftershock.reports.files;

/** Draws shapes and labels in the house's inks. Coordinates are pixels from the top left. */
final class Svg {

    static final String FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    private static final double WIDTH_PER_SIZE = 0.6;

    private final Markup markup = new Markup();

    /** A rectangle. */
    record Box(double x, double y, double width, double height) {}

    /** Where a text is anchored. */
    record Spot(double x, double y, Anchor anchor) {
        static Spot start(double x, double y) {
            return new Spot(x, y, Anchor.START);
        }
    }

    /** Which side of a text is at its spot. */
    enum Anchor {
        START("start"),
        MIDDLE("middle"),
        END("end");

        private final String word;

        Anchor(String word) {
            this.word = word;
        }
    }

    /** How a text looks. */
    record Type(Ink ink, int size, boolean bold, boolean rim) {
        Type(Ink ink, int size, boolean bold) {
            this(ink, size, bold, ink != Ink.PAPER);
        }

        /** To stand on a filled box. */
        Type withoutRim() {
            return new Type(ink, size, bold, false);
        }

        static final Type NOTE = new Type(Ink.MUTED, 11, false);
        static final Type BODY = new Type(Ink.TEXT, 12, false);
        static final Type STRONG = new Type(Ink.TEXT, 12, true);

        Type in(Ink other) {
            return new Type(other, size, bold);
        }
    }

    Markup markup() {
        return markup;
    }

    /** About how wide a text will be; good enough to keep labels apart. */
    static double width(String text, Type type) {
        return text.length() * type.size() * WIDTH_PER_SIZE;
    }

    /** As much of a text as fits. */
    static String fit(String text, Type type, double width) {
        int most = (int) (width / (type.size() * WIDTH_PER_SIZE));
        return most < 4 ? "" : Clean.shorten(text, most);
    }

    void box(Box box, Ink ink, double opacity) {
        markup.empty(
                "rect",
                "class",
                ink.fillClass(),
                "fill",
                ink.light(),
                "fill-opacity",
                opacity(opacity),
                "x",
                box.x(),
                "y",
                box.y(),
                "width",
                Math.max(0.5, box.width()),
                "height",
                box.height());
    }

    void line(Box from, Ink ink, String dashes) {
        markup.empty(
                "path",
                "class",
                ink.strokeClass(),
                "stroke",
                ink.light(),
                "fill",
                "none",
                "stroke-width",
                dashes.isEmpty() ? "1.25" : "1.5",
                "stroke-dasharray",
                dashes.isEmpty() ? "none" : dashes,
                "d",
                "M" + Markup.number(from.x()) + " " + Markup.number(from.y()) + "l" + Markup.number(from.width()) + " "
                        + Markup.number(from.height()));
    }

    /** A horizontal line. */
    void across(double x, double y, double width, Ink ink) {
        line(new Box(x, y, width, 0), ink, "");
    }

    /** A vertical line. */
    void down(double x, double y, double height, Ink ink) {
        line(new Box(x, y, 0, height), ink, "");
    }

    void path(String data, Ink ink, double stroke) {
        if (!data.isEmpty()) {
            markup.empty(
                    "path",
                    "class",
                    ink.strokeClass(),
                    "stroke",
                    ink.light(),
                    "fill",
                    "none",
                    "stroke-linecap",
                    "round",
                    "stroke-width",
                    stroke,
                    "d",
                    new Markup.Ours(data));
        }
    }

    /** A path drawn so thick that its horizontal lines are bars. */
    void bar(String data, Ink ink, double opacity, double thickness) {
        if (!data.isEmpty()) {
            markup.empty(
                    "path",
                    "class",
                    ink.strokeClass(),
                    "stroke",
                    ink.light(),
                    "stroke-opacity",
                    opacity(opacity),
                    "fill",
                    "none",
                    "stroke-width",
                    thickness,
                    "d",
                    new Markup.Ours(data));
        }
    }

    /** A text with a rim of paper, so that lines behind it do not cross it. */
    void label(Spot spot, Type type, String text) {
        markup.element(
                "text",
                text,
                "class",
                type.ink().fillClass() + (type.rim() ? " " + Ink.PAPER.strokeClass() : ""),
                "fill",
                type.ink().light(),
                "stroke",
                type.rim() ? Ink.PAPER.light() : "none",
                "stroke-width",
                type.rim() ? "5" : "0",
                "paint-order",
                "stroke",
                "font-size",
                type.size(),
                "font-weight",
                type.bold() ? "600" : "400",
                "text-anchor",
                spot.anchor().word,
                "x",
                spot.x(),
                "y",
                spot.y());
    }

    private static String opacity(double opacity) {
        return opacity >= 1 ? "1" : String.format(java.util.Locale.ROOT, "%.2f", opacity);
    }
}
