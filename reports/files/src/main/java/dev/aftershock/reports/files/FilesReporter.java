package dev.aftershock.reports.files;

import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a run's reports as files into its folder: {@code report.html}, {@code timeline.svg}, {@code verdict.json}, {@code
 * samples.csv} or {@code samples.csv.gz}, {@code junit.xml}, {@code summary.md}, {@code
 * metrics.prom}, {@code journal.json} and, when writes were counted, {@code ledger-findings.txt}.
 *
 * <p>The same result makes the same bytes. Stateless and thread-safe.
 */
public final class FilesReporter implements Reporter {

    private static final int ORDER = 10;

    /** Made by {@link java.util.ServiceLoader}. */
    public FilesReporter() {}

    @Override
    public String kind() {
        return "files";
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public List<Artifact> report(RunResult result, List<Artifact> before) throws IOException {
        RunView view = new RunView(result);
        Output output = new Output(result.directory());
        Output table = new Output(result.directory());
        SamplesCsv samples = new SamplesCsv(view);
        Beside writing = new Beside(() -> samples.write(table));
        try {
            writeShort(view, output);
        } finally {
            writing.await();
        }
        return Stream.concat(output.artifacts().stream(), table.artifacts().stream())
                .toList();
    }

    private static void writeShort(RunView view, Output output) throws IOException {
        TimelineSvg timeline = new TimelineSvg(view);
        output.write(new Output.Kind("Recovery timeline", "image/svg+xml", "timeline.svg"), timeline.file());
        output.write(new Output.Kind("Report", "text/html", "report.html"), new HtmlReport(view, timeline).page());
        output.write(new Output.Kind("Verdict", "application/json", "verdict.json"), new VerdictJson(view).text());
        if (view.probes().stream().anyMatch(probe -> probe.ledger().isPresent())) {
            output.write(
                    new Output.Kind("Ledger findings", "text/plain", "ledger-findings.txt"),
                    new LedgerText(view).text());
        }
        output.write(new Output.Kind("Summary", "text/markdown", "summary.md"), new SummaryMarkdown(view).text());
        output.write(new Output.Kind("JUnit XML", "application/xml", "junit.xml"), new JUnitXml(view).text());
        output.write(
                new Output.Kind("Metrics", "text/plain; version=0.0.4", "metrics.prom"), new RunMetrics(view).text());
        output.write(
                new Output.Kind("Chaos Toolkit journal", "application/json", "journal.json"),
                new JournalJson(view).text());
    }
}
