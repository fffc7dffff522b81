package dev.aftershock.reports.files;

import dev.aftershock.measurement.Bracket;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one page about many runs: for each experiment how recovery and losses went over time, where a new level began, and a row
 * for each run. One file without scripts or references to anything outside its folder. Stateless and thread-safe.
 */
public final class RunsIndex {

    /** The file's name. */
    public static final String FILE = "index.html";

    private RunsIndex() {}

    /**
     * Writes the page.
     *
     * @param folder that the runs' own folders are in; an index that is there is replaced
     * @param runs at least one, in any order
     * @return the file
     * @throws IOException when it cannot be written
     */
    public static Path write(Path folder, List<IndexedRun> runs) throws IOException {
        Output output = new Output(folder);
        output.write(new Output.Kind("Runs", "text/html", FILE), page(runs));
        return output.artifacts().get(0).file();
    }

    private static String page(List<IndexedRun> runs) {
        Markup html = new Markup();
        html.ours("<!DOCTYPE html>\n").open("html", "lang", "en");
        new PageHead(html)
                .write("Resilience of " + Figures.count(byExperiment(runs).size(), "experiment"));
        html.open("body").open("main");
        html.open("header")
                .element("h1", "Resilience over " + Figures.count(runs.size(), "run"))
                .close();
        byExperiment(runs).forEach((title, ofOne) -> experiment(html, title, ofOne));
        html.close().close().close();
        return html.toString();
    }

    private static Map<String, List<IndexedRun>> byExperiment(List<IndexedRun> runs) {
        Map<String, List<IndexedRun>> experiments = new LinkedHashMap<>();
        runs.stream()
                .sorted(Comparator.comparing(IndexedRun::title)
                        .thenComparing(IndexedRun::startedAt)
                        .thenComparing(IndexedRun::folder))
                .forEach(run -> experiments
                        .computeIfAbsent(run.title(), none -> new ArrayList<>())
                        .add(run));
        return experiments;
    }

    private static void experiment(Markup html, String title, List<IndexedRun> runs) {
        Trend trend = Trend.of(runs);
        html.open("section").element("h2", title);
        html.open("figure", "class", "scroll")
                .ours(new TrendSvg(trend).figure())
                .close();
        for (String change : trend.words()) {
            html.element("p", change, "class", "detail");
        }
        html.open("div", "class", "scroll")
                .open("table", "class", "runs")
                .open("thead")
                .open("tr");
        for (String column : List.of("Run", "Verdict", "Recovery", "Lost writes", "Why")) {
            html.element("th", column, "scope", "col");
        }
        html.close().close().open("tbody");
        for (int i = runs.size() - 1; i >= Math.max(0, runs.size() - Trend.MOST); i--) {
            row(html, runs.get(i));
        }
        html.close().close().close().close();
    }

    /** The verdict stands beside it already. */
    private static String why(IndexedRun run) {
        String word = run.verdict() + ": ";
        return run.line().startsWith(word) ? run.line().substring(word.length()) : run.line();
    }

    /** {@code 2026-01-02 03:04}. */
    static String minute(IndexedRun run) {
        String at = run.startedAt().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d):\\d\\d.*", "$1 $2");
        return Clean.shorten(at, 40);
    }

    /** Whatever a folder is named, its address is a place below the page. */
    private static String address(String folder) {
        try {
            return new URI(null, null, "./" + folder + "/report.html", null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path has no syntax to break", e);
        }
    }

    private static void row(Markup html, IndexedRun run) {
        html.open("tr", "class", HtmlReport.tone(run.verdict()));
        html.open("td");
        if (run.report()) {
            html.element("a", minute(run), "href", address(run.folder()));
        } else {
            html.text(minute(run));
        }
        html.close();
        html.open("td").element("span", run.verdict().name(), "class", "badge").close();
        html.element("td", Figures.bracket(run.recovery().filter(bracket -> bracket.low() != Bracket.NEVER)));
        html.element("td", run.lost().isPresent() ? Figures.count(run.lost().getAsInt()) : Figures.NONE);
        html.element("td", Clean.shorten(Clean.line(why(run)), 240), "class", "why");
        html.close();
    }
}
