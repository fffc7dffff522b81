package dev.aftershock.reports.files;

import static dev.aftershock.reports.files.Scene.FAULT;
import static dev.aftershock.reports.files.Scene.MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ContentTest {

    @TempDir
    Path directory;

    private RunResult write(Scenes scene) throws IOException {
        RunResult result = scene.result(directory);
        new FilesReporter().report(result, List.of());
        return result;
    }

    private String text(String file) throws IOException {
        return Parsed.xml(directory.resolve(file)).getDocumentElement().getTextContent();
    }

    private JsonNode verdict() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("verdict.json").toFile());
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, PASS, 0, 0",
        "LOST_WRITES, FAIL, 1, 0",
        "TOO_SLOW, FAIL, 1, 0",
        "NEVER_RECOVERED, FAIL, 1, 0",
        "INCONCLUSIVE, INCONCLUSIVE, 0, 1",
        "INVALID, INVALID, 0, 1",
        "NOTHING_RECORDED, INVALID, 0, 1",
        "LEAKED, LEAKED, 0, 1"
    })
    void junitFailsOnAMissAndErrsOnEverythingThatProvesNothing(
            Scenes scene, Verdict verdict, String failures, String errors) throws IOException {
        RunResult result = write(scene);
        assertThat(result.assessment().verdict()).isEqualTo(verdict);
        Document junit = Parsed.xml(directory.resolve("junit.xml"));
        Element suite = Parsed.elements(junit, "testsuite").get(0);
        assertThat(suite.getAttribute("failures")).isEqualTo(failures);
        assertThat(suite.getAttribute("errors")).isEqualTo(errors);
        assertThat(Parsed.elements(junit, "failure")).hasSize(Integer.parseInt(failures));
        assertThat(Parsed.elements(junit, "error")).hasSize(Integer.parseInt(errors));
        for (String tag : List.of("failure", "error")) {
            assertThat(Parsed.elements(junit, tag)).allSatisfy(element -> assertThat(element.getAttribute("message"))
                    .startsWith(result.assessment().line())
                    .contains("What to do: " + worst(result).remedy()));
        }
    }

    private static Finding worst(RunResult result) {
        return result.assessment().findings().get(0);
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void thePageShowsTheVerdictEveryFindingAndEveryRemedy(Scenes scene) throws IOException {
        RunResult result = write(scene);
        String page = text("report.html");
        assertThat(page).contains(result.assessment().verdict().name());
        for (Finding finding : result.assessment().findings()) {
            assertThat(page).contains(Clean.line(finding.message()), Clean.line(finding.remedy()));
        }
    }

    @Test
    void thePageOfAFailoverAnswersTheFourQuestions() throws IOException {
        write(Scenes.PASS);
        assertThat(text("report.html"))
                .contains("What brokeprocess-kill on orders-db.primary: process 4711 is gone.")
                .contains("orders-write was down for 0.62 s [0.61, 0.64]")
                .contains("0 of 4,812 acknowledged writes lost")
                .contains("Why PASS", "objective 5 s", "4.37 s to spare")
                .contains("streams from the new primary", "Detected (R1)", "Redundant again (R5)", "0.41 ms");
    }

    @Test
    void lostWritesAreNamedAndTheRestIsCounted() throws IOException {
        write(Scenes.LOST_WRITES);
        assertThat(text("report.html")).contains("41 lost", "1-1060", "1-1100");
        assertThat(Files.readString(directory.resolve("ledger-findings.txt"))).contains("1-1060", "1-1100");
        JsonNode ledger = verdict().at("/probes/0/ledger");
        assertThat(ledger.path("lost").asInt()).isEqualTo(41);
        assertThat(ledger.path("lost-writes")).hasSize(41);
        assertThat(ledger.at("/lost-writes/0").asText()).isEqualTo("1-1060");
    }

    @Test
    void theTimelineShowsFaultOutageRecoveryObjectiveAndWhatTheSystemSaid() throws IOException {
        write(Scenes.PASS);
        assertThat(text("timeline.svg"))
                .contains("process-kill on orders-db.primary", "R3 0.62 s [0.61, 0.64]", "RTO 5 s")
                .contains("detected +0.21 s", "fenced", "promoted", "redundant", "baseline", "orders-write");
        Document svg = Parsed.xml(directory.resolve("timeline.svg"));
        assertThat(Parsed.attributes(svg)).anyMatch(a -> a.startsWith("path@stroke=" + Ink.DOWN.light()));
    }

    @Test
    void aBrownoutIsDrawnAsSlowAndNotAsDown() throws IOException {
        write(Scenes.BROWNOUT);
        Document svg = Parsed.xml(directory.resolve("timeline.svg"));
        assertThat(Parsed.attributes(svg))
                .anyMatch(a -> a.startsWith("path@stroke=" + Ink.SLOW.light()))
                .noneMatch(a -> a.startsWith("path@stroke=" + Ink.DOWN.light()));
        assertThat(text("report.html")).contains("no failed request", "Slow for 1.79 s");
    }

    @Test
    void whatRetriesHideIsShownBesideTheWholeCalls() throws IOException {
        write(Scenes.BROWNOUT);
        assertThat(text("report.html"))
                .contains("orders-page, first tries", "calls failed at first and ended well, after up to 5 tries")
                .contains("Load of the probesup to ", "of the usual 20000");
        JsonNode page = verdict().at("/probes/1");
        assertThat(page.at("/recovery/outage-count").asInt(-1)).isZero();
        assertThat(page.at("/first-tries/recovery/outage-count").asInt()).isEqualTo(1);
        assertThat(page.at("/first-tries/calls-tried-again").asInt()).isPositive();
        assertThat(verdict().at("/probes/0").has("first-tries")).isFalse();
    }

    @Test
    void anEndThatWasNeverSeenHasNoPointAndNoUpperBound() throws IOException {
        write(Scenes.NEVER_RECOVERED);
        JsonNode stable = verdict().at("/measured/recovery-time");
        assertThat(stable.path("ended").asBoolean(true)).isFalse();
        assertThat(stable.has("point-ns") || stable.has("high-ns")).isFalse();
        assertThat(verdict().path("measured").has("margin")).isFalse();
        assertThat(Files.readString(directory.resolve("verdict.json"))).doesNotContain("9223372036854775807");
        assertThat(text("timeline.svg")).contains("not recovered for at least");
    }

    @Test
    void theMarginIsWhatTheUpperBoundLeavesOfTheObjective() throws IOException {
        write(Scenes.PASS);
        JsonNode measured = verdict().path("measured");
        long high = measured.at("/recovery-time/high-ns").asLong();
        assertThat(measured.at("/margin/ns").asLong()).isEqualTo(5_000_000_000L - high);
        assertThat(verdict().path("exit-code").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void everyFieldOfTheVerdictIsDocumented(Scenes scene) throws IOException {
        write(scene);
        String readme = Files.readString(Path.of("README.md"));
        Set<String> names = new LinkedHashSet<>();
        collect(verdict(), names);
        assertThat(names).hasSizeGreaterThan(15).allMatch(name -> readme.contains(name));
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.properties().forEach(field -> {
            names.add(field.getKey());
            if (!field.getKey().equals("machine")) {
                collect(field.getValue(), names);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, names));
        }
    }

    @Test
    void theSummaryIsShortAndSaysItAll() throws IOException {
        write(Scenes.LOST_WRITES);
        String summary = Files.readString(directory.resolve("summary.md"));
        assertThat(summary.lines()).hasSizeLessThan(25);
        assertThat(summary).startsWith("### FAIL").contains("41 of 4,185 acknowledged writes", "5 s");
    }

    @Test
    void everyWayToMeasureRecoveryStandsThereInPlainWords() throws IOException {
        write(Scenes.PASS);
        assertThat(text("report.html"))
                .contains(
                        "R0 impact", "R1 detected", "R2 first good", "R3 stable0.62 s [0.61, 0.64]", "R4 full capacity")
                .contains("R5 redundant", "R6 unavailable", "R7 longest outage", "R8 heal outage")
                .contains("R9 tailkeys are not told apart", "R10 end to endno MTD was given")
                .contains("actual recovery time (RTA), held against the RTO", "and so does the RTO's clock");
    }

    @Test
    void aBrownoutIsToldApartFromABlackout() throws IOException {
        write(Scenes.BROWNOUT);
        assertThat(text("report.html")).contains("R6 unavailable0 s", "R7 longest outageno outage", "brownout1.79 s");
    }

    @Test
    void theFirstLostWritesAreShownWithTheirTimes() throws IOException {
        write(Scenes.LOST_WRITES);
        assertThat(text("report.html"))
                .contains(
                        "The first 10 of 41, in the order of acknowledgement; the other 31 are in ledger-findings.txt")
                .contains("1-1060−87.5 ms−85.7 msorders-db.primary")
                .contains("actual recovery point (RPA), held against the RPO");
    }

    @Test
    void whatTheSystemLoggedAroundTheOutageIsQuoted() throws IOException {
        Scene scene = Scene.failover();
        for (int i = 0; i < 60; i++) {
            scene.system(FAULT + 300 * MS + i * MS, "OTHER", "checkpoint \u001b[31m number " + i);
        }
        scene.system(100 * MS, "OTHER", "long before").system(9_800 * MS, "OTHER", "long after");
        scene.probe("orders-write", false, scene.down(FAULT, FAULT + 630 * MS));
        new FilesReporter().report(scene.result(directory), List.of());

        String excerpt = Parsed.elements(Parsed.xml(directory.resolve("report.html")), "table").stream()
                .filter(table -> table.getAttribute("class").equals("system"))
                .map(Element::getTextContent)
                .findFirst()
                .orElseThrow();
        assertThat(excerpt)
                .contains("+0.21 sorders-db.primarydetectedprimary did not answer for 200 ms")
                .contains("checkpoint [31m number 0", "; 25 more are in timeline.jsonl")
                .doesNotContain("long before", "long after", "\u001b");
    }

    @Test
    void theInstrumentsErrorIsToldAsAShareOfTheObjective() throws IOException {
        write(Scenes.PASS);
        assertThat(text("report.html"))
                .contains("Calibration error0.41 ms, 0.01 % of the RTO (at most 10 %)")
                .contains("Fault 1kill orders-db.primary", "Clock of the RTOcounted from the fault");
    }

    @Test
    void pausesOfTheObserverAreDrawn() throws IOException {
        Scene scene = Scene.failover();
        scene.pauses.add(new dev.aftershock.measurement.Moment(FAULT + 100 * MS, FAULT + 137 * MS));
        scene.probe("orders-write", false, scene.down(FAULT, FAULT + 630 * MS));
        new FilesReporter().report(scene.result(directory), List.of());
        assertThat(text("timeline.svg")).contains("observer paused", "longest 37 ms");

        write(Scenes.PASS);
        assertThat(text("timeline.svg")).contains("no pause of 2 ms seen");
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void whoCannotSeeThePageIsToldItsOrderAndItsTables(Scenes scene) throws IOException {
        write(scene);
        Document page = Parsed.xml(directory.resolve("report.html"));
        assertThat(Parsed.elements(page, "h1")).hasSize(1);
        assertThat(Parsed.elements(page, "table")).isNotEmpty().allSatisfy(table -> {
            assertThat(table.getFirstChild().getNodeName()).isEqualTo("caption");
            assertThat(table.getFirstChild().getTextContent()).isNotBlank();
            assertThat(((Element) table.getParentNode()).getAttribute("tabindex"))
                    .isEqualTo("0");
        });
        assertThat(Parsed.elements(page, "th"))
                .allSatisfy(head -> assertThat(head.getAttribute("scope")).isIn("col", "row"));
        assertThat(Parsed.elements(page, "svg")).isNotEmpty().allSatisfy(svg -> {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(svg.getFirstChild().getNodeName()).isEqualTo("title");
        });
    }

    @Test
    void thousandsOfFindingsAndLostWritesStillFitIntoAComment() {
        RunView view = new RunView(crowd().result(directory));
        assertThat(view.assessment().findings()).hasSizeGreaterThan(1_500);
        assertThat(view.lost()).isGreaterThan(10_000);
        String summary = new SummaryMarkdown(view).text();
        assertThat(summary).hasSizeBetween(10_000, 65_536);
        assertThat(summary).containsPattern("- and [12],\\d{3} more\n").contains("\nRun 20261122");
        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
    }

    /** Hundreds of probes that never recover and lose everything, with long names full of what Markdown escapes. */
    private static Scene crowd() {
        Scene scene = new Scene();
        scene.title = Scenes.HOSTILE_TEXT.repeat(4);
        scene.member = scene.title;
        scene.prelude().faultAndHeal();
        scene.every = 100 * Scene.MS;
        Set<Long> all = LongStream.rangeClosed(1, 90).boxed().collect(Collectors.toSet());
        for (int i = 0; i < 600; i++) {
            String name = "|".repeat(400) + i;
            scene.event(Scene.FAULT + Scene.MS, Type.NOT_STEADY, name, "reason", Scenes.HOSTILE_TEXT);
            scene.probe(name, true, scene.down(Scene.FAULT, Long.MAX_VALUE)).ledger(name, all);
        }
        return scene;
    }
}
