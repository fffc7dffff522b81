package dev.aftershock.reports.files;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/** The verdict as one JUnit test case, for CI servers: a miss is a failure, every other verdict but a pass is an error. */
final class JUnitXml {

    private final RunView view;

    JUnitXml(RunView view) {
        this.view = view;
    }

    String text() {
        Verdict verdict = view.assessment().verdict();
        String seconds = Figures.decimal(Math.max(0, view.end() - view.start()), 3);
        Object[] counts = {
            "name",
            "Aftershock",
            "tests",
            1,
            "failures",
            verdict == Verdict.FAIL ? 1 : 0,
            "errors",
            verdict == Verdict.PASS || verdict == Verdict.FAIL ? 0 : 1,
            "time",
            seconds
        };
        Markup xml = new Markup().ours("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.open("testsuites", counts).newline();
        xml.open("testsuite", suite(counts)).newline();
        properties(xml, view.header());
        xml.open("testcase", test(seconds)).newline();
        outcome(xml, view.assessment());
        xml.element("system-out", view.assessment().line());
        xml.close().close().close();
        return xml.toString();
    }

    /** Which machine it was is not recorded; that format wants a name, and a moment without its zone, which is UTC. */
    private Object[] suite(Object[] counts) {
        Instant began = view.startedAt().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
        Object[] more = {
            "skipped",
            0,
            "id",
            0,
            "package",
            "aftershock",
            "hostname",
            "localhost",
            "timestamp",
            began.toString().replace("Z", "")
        };
        return Stream.of(counts, more).flatMap(Stream::of).toArray();
    }

    /** The file is the experiment's; one that was built in Java has none. */
    private Object[] test(String seconds) {
        RunHeader header = view.header();
        String source = header.source().isBlank() ? "java" : header.source();
        Stream<Object> test = Stream.of("classname", source, "name", header.title(), "time", seconds);
        Stream<Object> file = header.source().isBlank() ? Stream.of() : Stream.of("file", source);
        return Stream.concat(test, file).toArray();
    }

    private void properties(Markup xml, RunHeader header) {
        xml.open("properties");
        xml.empty("property", "name", "run", "value", header.runId());
        xml.empty("property", "name", "started-at", "value", header.startedAt());
        xml.empty("property", "name", "verdict", "value", view.assessment().verdict());
        xml.close();
    }

    private void outcome(Markup xml, Assessment assessment) {
        if (assessment.verdict() == Verdict.PASS) {
            return;
        }
        String tag = assessment.verdict() == Verdict.FAIL ? "failure" : "error";
        String remedies = String.join("; ", Story.remedies(view));
        String message = assessment.line() + (remedies.isEmpty() ? "" : ". What to do: " + remedies);
        xml.open(tag, "type", assessment.verdict(), "message", message);
        for (Finding finding : assessment.findings()) {
            if (finding.verdict() != Verdict.PASS) {
                xml.text(finding.verdict() + " " + finding.topic() + ": " + finding.message())
                        .newline();
            }
        }
        xml.close();
    }
}
