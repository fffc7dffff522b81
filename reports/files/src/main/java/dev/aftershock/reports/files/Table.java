package dev.aftershock.reports.files;

import java.util.Locale;

/** A table in a section of its own: with a heading, a caption, scopes, and a frame that the keyboard can scroll. */
final class Table {

    private final Markup html;

    Table(Markup html) {
        this.html = html;
    }

    /** Opens it; {@code caption} says what the heading does not, and may be empty. */
    void begin(String title, String caption, String... columns) {
        String kind =
                title.substring(0, (title + " ").indexOf(' ')).replace(",", "").toLowerCase(Locale.ROOT);
        html.open("section").element("h2", title);
        open(kind, title, caption, columns);
    }

    /** Only the table, under somebody else's heading. */
    void open(String kind, String title, String caption, String... columns) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title);
        html.open("table", "class", kind).element("caption", caption.isEmpty() ? title : caption);
        html.open("thead").open("tr");
        for (String column : columns) {
            html.element("th", column, "scope", "col");
        }
        html.close().close().open("tbody");
    }

    void row(String name, String note, String... cells) {
        html.open("tr").open("th", "scope", "row").text(name);
        if (!note.isBlank()) {
            html.element("small", note);
        }
        html.close();
        for (String cell : cells) {
            html.element("td", cell);
        }
        html.close();
    }

    /** Closes the table alone. */
    void close() {
        html.close().close().close();
    }

    /** Closes the table and its section. */
    void end() {
        close();
        html.close();
    }
}
