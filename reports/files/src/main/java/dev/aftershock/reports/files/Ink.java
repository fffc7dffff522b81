package dev.aftershock.reports.files;

import java.util.Locale;

/**
 * The colours of a drawing. The light ones are attributes, so that a drawing survives a viewer that drops styles; the dark
 * ones come from a media query.
 */
enum Ink {
    PAPER("#ffffff", "#15191e"),
    TEXT("#1d2730", "#e8ebee"),
    MUTED("#566370", "#9aa5b1"),
    GRID("#e4e8ec", "#2a323a"),

    UP("#8ccbb5", "#2f7d66"),
    GOOD("#2b8a70", "#56b899"),
    SLOW("#e0a100", "#e0ad2e"),
    DOWN("#cf3f4f", "#f0616e"),
    UNSEEN("#c9d0d6", "#4a545e"),
    FAULT("#6f55c0", "#a896f5"),
    GOAL("#1f5fae", "#78aef5");

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    String light() {
        return light;
    }

    String fillClass() {
        return "f-" + name().toLowerCase(Locale.ROOT);
    }

    String strokeClass() {
        return "s-" + name().toLowerCase(Locale.ROOT);
    }

    /** The style sheet of every drawing. */
    static String style() {
        StringBuilder style = new StringBuilder("@media screen and (prefers-color-scheme:dark){");
        for (Ink ink : values()) {
            style.append(".as-svg .")
                    .append(ink.fillClass())
                    .append("{fill:")
                    .append(ink.dark)
                    .append('}');
            style.append(".as-svg .")
                    .append(ink.strokeClass())
                    .append("{stroke:")
                    .append(ink.dark)
                    .append('}');
        }
        return style.append('}').toString();
    }
}
