package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.engine.RunResult;
import dev.aftershock.reports.files.IndexedRun;
import dev.aftershock.reports.files.RunsIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** Names, messages and identifiers that try to be more than words arrive as words: no dialog, no request, no element. */
class HostileTextIT {

    private static final List<String> PAYLOADS = List.of(
            "<script>window.owned = 1; alert(1)</script>",
            "\"><img src=x onerror=\"window.owned = 1; alert(1)\">",
            "'><svg onload='window.owned = 1; alert(1)'>",
            "javascript:alert(1)",
            "[x](javascript:alert(1)) ![x](http://127.0.0.1:9/x)",
            "</title></style></text></svg>]]><iframe src=\"javascript:alert(1)\"></iframe>");

    @TempDir
    static Path folder;

    private static final List<RunResult> RUNS = new ArrayList<>();
    private static Browser browser;

    @BeforeAll
    static void write() throws IOException {
        browser = new Browser();
        for (int i = 0; i < PAYLOADS.size(); i++) {
            Runs run = Runs.hostile(PAYLOADS.get(i));
            Results.write(run, folder.resolve("run-" + i), folder.resolve("results"));
            RUNS.add(run.result(folder.resolve("run-" + i)));
        }
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** An open dialog would make the driver refuse each of these. */
    private static void assertNothingRan() {
        assertThat(browser.script("return window.owned ?? 'nobody'")).isEqualTo("nobody");
        assertThat(browser.find("smuggled")).isEmpty();
    }

    @Test
    void inOurReport() {
        for (int i = 0; i < PAYLOADS.size(); i++) {
            browser.open(folder.resolve("run-" + i).resolve("report.html").toUri());
            assertThat(browser.one("h1").getText()).isEqualTo(PAYLOADS.get(i));
            assertNothingRan();
            Layout.assertStandsAlone(browser);
            browser.open(folder.resolve("run-" + i).resolve("timeline.svg").toUri());
            assertNothingRan();
            assertThat(browser.requests()).hasSize(1);
        }
    }

    @Test
    void inTheIndexOfRuns() throws IOException {
        List<IndexedRun> runs =
                RUNS.stream().map(run -> IndexedRun.of(run, folder)).toList();
        browser.open(RunsIndex.write(folder, runs).toUri());
        assertThat(browser.all("h2")).extracting(WebElement::getText).containsExactlyInAnyOrderElementsOf(PAYLOADS);
        assertNothingRan();
        Layout.assertStandsAlone(browser);
    }

    @Test
    void inAReportOfAllure() throws Exception {
        AllureReport report = AllureReport.of(folder.resolve("results"), folder.resolve("work"));
        assertThat(report.cases())
                .extracting(found -> found.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(PAYLOADS);
        try (StaticServer server = new StaticServer(report.folder())) {
            browser.open(server.address(""));
            for (JsonNode found : report.cases()) {
                show(server, found);
            }
            // Allure's own page asks a server of others to count its readers, whatever the results say.
            String page = Files.readString(report.folder().resolve("index.html"));
            assertThat(browser.requests())
                    .isNotEmpty()
                    .noneMatch(asked -> asked.endsWith("/x"))
                    .allMatch(asked -> asked.startsWith(server.address("").toString())
                            || asked.matches("(?s)(blob|data):.*")
                            || page.contains('"' + asked + '"'));
        }
    }

    /** Opens everything of a case that can be opened. */
    private static void show(StaticServer server, JsonNode found) {
        String id = found.path("id").asText();
        browser.script(
                "location.href = arguments[0]",
                server.address("?" + id + "#" + id).toString());
        Duration bound = Duration.ofSeconds(60);
        // The title of the case before may go while it is read.
        await().atMost(bound)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> browser.all("[data-testid=test-result-info-title]").stream()
                        .anyMatch(title ->
                                title.getText().equals(found.path("name").asText())));
        assertNothingRan();
        browser.one("[data-testid=test-result-tab-attachments]").click();
        await().atMost(bound)
                .until(() -> browser.all("[data-testid=test-result-attachment-header]")
                                .size()
                        >= 10);
        browser.script("document.querySelectorAll('[data-testid=test-result-attachment-header]')"
                + ".forEach(header => header.firstElementChild.click())");
        await().atMost(bound).until(() -> browser.holds("effect seen (1-"));
        await().atMost(bound).until(() -> !browser.all("[data-testid=test-result-attachment] img")
                .isEmpty());
        assertNothingRan();
    }
}
