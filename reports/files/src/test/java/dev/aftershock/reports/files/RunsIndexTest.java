package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsIndexTest {

    private static final long MS = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void eachExperimentHasItsTrendAndTheNewestRunComesFirst() throws IOException {
        String page = page(List.of(
                run("Failover", 1, 300, Verdict.PASS),
                run("Partition", 2, 800, Verdict.FAIL),
                run("Failover", 3, 320, Verdict.PASS)));

        assertThat(page).contains("<h1>Resilience over 3 runs</h1>");
        assertThat(page.split("<svg "))
                .as("a drawing for each of two experiments")
                .hasSize(3);
        assertThat(page.indexOf("2026-01-03")).isLessThan(page.lastIndexOf("2026-01-01"));
        assertThat(page).contains("href=\"./run-3/report.html\"").contains("0.32 s [0.31, 0.33]");
        assertThat(page).as("no level is new").doesNotContain("new level");
    }

    @Test
    void aNewLevelIsMarkedAndToldInWords() throws IOException {
        List<IndexedRun> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(run("Failover", i, 300 + i % 3, Verdict.PASS));
        }
        for (int i = 12; i < 24; i++) {
            runs.add(run("Failover", i, 900 + i % 3, Verdict.FAIL));
        }
        String page = page(runs);

        assertThat(page.split(">new level<")).hasSize(2);
        assertThat(page).contains("Since 2026-01-12 00:00: median recovery 0.3 s → 0.9 s, median of lost writes 0 → 0");
    }

    @Test
    void whatWasNeverOverAndWhatWasNotMeasuredAreDrawnToo() throws IOException {
        IndexedRun never = new IndexedRun(
                "Failover",
                "2026-01-01T00:00:00Z",
                "run-1",
                false,
                Verdict.FAIL,
                "FAIL: not back",
                Optional.of(Bracket.atLeast(500 * MS)),
                OptionalLong.of(1_000 * MS),
                OptionalInt.of(7));
        IndexedRun invalid = new IndexedRun(
                "Failover",
                "2026-01-02T00:00:00Z",
                "run-2",
                false,
                Verdict.INVALID,
                "INVALID: no effect",
                Optional.empty(),
                OptionalLong.empty(),
                OptionalInt.empty());
        String page = page(List.of(never, invalid));

        assertThat(page).contains("never").contains("<td>7</td>").contains("<td>–</td>");
        assertThat(page).as("without a report there is nothing to open").doesNotContain("href");
    }

    @Test
    void everyLossIsDrawnAndTheLargestHasItsNumber() throws IOException {
        List<IndexedRun> runs = new ArrayList<>();
        for (int lost : new int[] {4, 8, 2, 8, 0, 1}) {
            runs.add(new IndexedRun(
                    "Failover",
                    "2026-01-0" + (runs.size() + 1) + "T00:00:00Z",
                    "run-" + runs.size(),
                    false,
                    Verdict.FAIL,
                    "FAIL: lost",
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalInt.of(lost)));
        }
        String drawing = page(runs).split("</svg>")[0];

        assertThat(drawing.split("<rect class=\"f-down\""))
                .as("a bar for each of five")
                .hasSize(6);
        assertThat(drawing.split(">8</text>")).hasSize(2);
    }

    @Test
    void textsOfRunsArriveAsText() throws IOException {
        String evil = "<script>alert(1)</script>\"'&\u202e";
        IndexedRun run = new IndexedRun(
                evil,
                evil,
                "javascript:alert(1)//a b#\"",
                true,
                Verdict.PASS,
                evil,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalInt.empty());
        String page = page(List.of(run));

        assertThat(page).doesNotContain("<script").doesNotContain("\u202e").contains("&lt;script&gt;");
        assertThat(page).contains("href=\"./javascript:alert(1)//a%20b%23%22/report.html\"");
    }

    @Test
    void ofVeryManyRunsTheNewestAreShown() throws IOException {
        List<IndexedRun> runs = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            runs.add(run("Failover", i, 300 + i * 31 % 17, Verdict.PASS));
        }
        String page = page(runs);

        assertThat(page).contains("Resilience over 450 runs");
        assertThat(page.split("<tr class")).hasSize(Trend.MOST + 1);
        assertThat(page.length()).isLessThan(300_000);
    }

    /** Parsed as XML, which it is too: whatever is not well-formed fails here. */
    private String page(List<IndexedRun> runs) throws IOException {
        Path file = RunsIndex.write(folder, runs);
        String page = Files.readString(file);
        try {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new java.io.ByteArrayInputStream(
                            page.replace("<!DOCTYPE html>", "").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new IOException("not well-formed", e);
        }
        return page;
    }

    private static IndexedRun run(String title, int number, long millis, Verdict verdict) {
        return new IndexedRun(
                title,
                String.format("2026-01-%02dT00:00:00Z", number),
                "run-" + number,
                true,
                verdict,
                verdict + ": measured",
                Optional.of(new Bracket((millis - 10) * MS, millis * MS, (millis + 10) * MS)),
                OptionalLong.of(1_000 * MS),
                OptionalInt.of(0));
    }
}
