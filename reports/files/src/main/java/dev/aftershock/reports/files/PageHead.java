package dev.aftershock.reports.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The head of a page that is complete in itself: our style, and nothing else may be loaded or run. */
final class PageHead {

    private final Markup html;

    PageHead(Markup html) {
        this.html = html;
    }

    void write(String title) {
        html.open("head").empty("meta", "charset", "utf-8").newline();
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", title);
        html.open("style").ours(style()).close().close();
    }

    private static String style() {
        try (InputStream in = PageHead.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the module; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read report.css", e);
        }
    }
}
