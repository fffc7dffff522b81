package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** Our results in a report that Allure 3 made of them. */
class AllureReportIT {

    private static final Duration SHOWN = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static AllureReport report;
    private static StaticServer server;
    private static Browser browser;

    @BeforeAll
    static void generate() throws Exception {
        Tools.allure();
        browser = new Browser();
        for (Runs run : List.of(Runs.pass(), Runs.lostWrites(), Runs.brownout())) {
            Results.write(run, folder.resolve(run.title), folder.resolve("results"));
        }
        report = AllureReport.of(folder.resolve("results"), folder.resolve("work"));
        server = new StaticServer(report.folder());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static JsonNode one(String title) throws IOException {
        return report.cases().stream()
                .filter(found -> found.path("name").asText().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static void show(JsonNode found) {
        browser.open(server.address(
                "?" + found.path("id").asText() + "#" + found.path("id").asText()));
        seen("[data-testid=test-result-info-title]");
    }

    /** One part of a page is there before another. */
    private static void assertShown(String... texts) {
        await().atMost(SHOWN)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(browser.text()).contains(texts));
    }

    private static WebElement seen(String css) {
        await().atMost(SHOWN).until(() -> !browser.all(css).isEmpty());
        return browser.one(css);
    }

    @Test
    void eachRunIsACaseWithTheStatusOfItsVerdict() {
        browser.open(server.address(""));
        seen("[data-testid=tree-leaf-status-failed]");
        assertShown("Failed\n1", "Passed\n2", "Aftershock");
    }

    @Test
    void theMessageIsTheVerdictAndTheConfigurationPutsItInItsCategory() throws IOException {
        JsonNode lost = one(Runs.lostWrites().title);
        show(lost);
        assertThat(seen("[data-testid=test-result-error-message]").getText())
                .startsWith("FAIL: RPO 23 of ")
                .endsWith("Kind: Acknowledged writes lost");
        assertShown("Category: Acknowledged writes lost");
        assertThat(report.json("widgets/categories.json").findValuesAsText("name"))
                .contains("Acknowledged writes lost");
    }

    @Test
    void theFiguresAreMetricsOfTheRun() throws IOException {
        JsonNode metrics = report.json("widgets/metrics.json").path("current");
        assertThat(metrics)
                .anySatisfy(metric -> {
                    assertThat(metric.path("id").asText()).endsWith(Runs.lostWrites().title);
                    assertThat(metric.path("key").asText()).isEqualTo("rpo.lost");
                    assertThat(metric.path("value").asInt()).isEqualTo(23);
                })
                .anyMatch(metric -> metric.path("key").asText().equals("rto.ms"));
    }

    @Test
    void theAttachmentsOpenAndTheTimelineIsAPicture() throws IOException {
        show(one(Runs.lostWrites().title));
        seen("[data-testid=test-result-tab-attachments]").click();
        await().atMost(SHOWN)
                .until(() -> browser.all("[data-testid=test-result-attachment-header]")
                                .size()
                        >= 10);
        List<WebElement> headers = browser.all("[data-testid=test-result-attachment-header]");
        assertThat(headers).extracting(WebElement::getText).anyMatch(text -> text.contains("Fault evidence"));
        WebElement timeline = headers.stream()
                .filter(header -> header.getText().contains("Recovery timeline"))
                .findFirst()
                .orElseThrow();
        timeline.click();
        await().atMost(SHOWN).until(() -> pictureWidth() > 200);
        headers.stream()
                .filter(header -> header.getText().contains("Fault evidence"))
                .findFirst()
                .orElseThrow()
                .click();
        await().atMost(SHOWN).until(() -> browser.holds("effect seen (1-orders-write)"));
    }

    private static double pictureWidth() {
        Object width = browser.script("const shown = [...document.querySelectorAll("
                + "'[data-testid=test-result-attachment] img, [data-testid=test-result-attachment] svg.as-svg')];"
                + "return Math.max(0, ...shown.map(each => each.naturalWidth ?? each.getBoundingClientRect().width))");
        return ((Number) width).doubleValue();
    }

    @Test
    void runsWithOtherFiguresAreOneHistory() throws Exception {
        Path history = folder.resolve("history.jsonl");
        Runs first = Runs.lostWrites();
        Results.write(first, folder.resolve("first"), folder.resolve("first-results"));
        AllureReport.withHistory(folder.resolve("first-results"), folder.resolve("first-work"), history);
        Runs second = Runs.lostWrites();
        second.run = "run-2";
        second.lost = 40;
        second.down *= 2;
        Results.write(second, folder.resolve("second"), folder.resolve("second-results"));
        AllureReport later =
                AllureReport.withHistory(folder.resolve("second-results"), folder.resolve("second-work"), history);
        assertThat(later.cases()).singleElement().satisfies(found -> assertThat(found.path("history"))
                .singleElement()
                .satisfies(before -> assertThat(before.toString()).contains("RPO 23 of ")));
    }
}
