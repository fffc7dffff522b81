package dev.aftershock.reports.files;

import dev.aftershock.engine.Finding;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.Verdict;
import java.util.List;
import java.util.Locale;

/** One page, complete in itself: the verdict and why first, then the drawing, then the evidence. */
final class HtmlReport {

    private static final int FINDINGS = 100;
    private static final int TURNS = 12;

    private final RunView view;
    private final TimelineSvg timeline;
    private final Markup html = new Markup();

    HtmlReport(RunView view, TimelineSvg timeline) {
        this.view = view;
        this.timeline = timeline;
    }

    String page() {
        html.ours("<!DOCTYPE html>\n")
                .open("html", "lang", "en", "class", tone(view.assessment().verdict()));
        new PageHead(html)
                .write(view.assessment().verdict() + " – " + view.header().title());
        html.open("body").open("main");
        banner();
        answers();
        whatIf();
        new ObjectivesSection(view, html).write();
        timeline();
        new RecoveryTable(view, html).write();
        findings();
        new EvidenceTables(view, html).write();
        new SystemExcerpt(view, html).write();
        new BackgroundSections(view, html).write();
        html.close().close().close();
        return html.toString();
    }

    static String tone(Verdict verdict) {
        return "v-" + verdict.name().toLowerCase(Locale.ROOT);
    }

    private void banner() {
        RunHeader header = view.header();
        html.open("header");
        html.element("h1", header.title());
        html.open("div", "class", "banner")
                .element("strong", view.assessment().verdict().name(), "class", "word")
                .element("p", lineWithoutWord(), "class", "line")
                .close();
        if (!header.hypothesis().isBlank()) {
            html.open("p", "class", "hypothesis").element("span", "Hypothesis", "class", "label");
            html.text(header.hypothesis()).close();
        }
        html.close();
    }

    /** The word stands beside it already. */
    private String lineWithoutWord() {
        String word = view.assessment().verdict() + ": ";
        String line = view.assessment().line();
        return line.startsWith(word) ? line.substring(word.length()) : line;
    }

    private void answers() {
        Story story = new Story(view);
        html.open("dl", "class", "answers");
        answer("What broke", story.broke());
        answer("For how long", story.howLong());
        answer("What was lost", story.lost());
        html.open("div").element("dt", "Why " + view.assessment().verdict()).open("dd");
        if (story.reasons().isEmpty()) {
            html.text(lineWithoutWord());
        }
        for (Finding reason : story.reasons()) {
            html.element("p", Clean.shorten(Clean.line(story.withoutProbe(reason)), 320));
        }
        html.close().close().close();
    }

    private void answer(String question, String answer) {
        html.open("div")
                .element("dt", question)
                .element("dd", Clean.shorten(Clean.line(answer), 480))
                .close();
    }

    private void whatIf() {
        List<WhatIf.Turn> turns = new WhatIf(view.header(), view.assessment()).turns();
        if (turns.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "What would change the verdict").open("dl", "class", "turns");
        for (WhatIf.Turn turn : turns.subList(0, Math.min(TURNS, turns.size()))) {
            html.open("div").element("dt", turn.about());
            html.element("dd", Clean.shorten(Clean.line(turn.sentence()), 480)).close();
        }
        html.close().close();
    }

    private void timeline() {
        html.open("section").element("h2", "Timeline").open("figure");
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Timeline");
        html.ours(timeline.figure()).close();
        html.element("figcaption", "Times " + view.originName() + "; the RTO is " + view.clockName() + ".");
        html.close().close();
    }

    private void findings() {
        var findings = view.assessment().findings();
        html.open("section").element("h2", "Findings").open("ul", "class", "findings");
        for (Finding finding : findings.subList(0, Math.min(FINDINGS, findings.size()))) {
            finding(finding);
        }
        if (findings.size() > FINDINGS) {
            html.element("li", "and " + Figures.count(findings.size() - FINDINGS) + " more, in verdict.json");
        }
        html.close().close();
    }

    private void finding(Finding finding) {
        html.open("li", "class", tone(finding.verdict()));
        html.element("span", finding.verdict().name(), "class", "badge");
        html.open("div");
        html.element("span", finding.topic().name().toLowerCase(Locale.ROOT).replace('_', ' '), "class", "topic");
        html.element("p", finding.message());
        if (!finding.remedy().isBlank()) {
            html.open("p", "class", "remedy").element("span", "What to do", "class", "label");
            html.text(finding.remedy()).close();
        }
        html.close().close();
    }
}
