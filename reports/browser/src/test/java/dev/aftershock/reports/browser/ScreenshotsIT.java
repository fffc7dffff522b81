package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.engine.Engine;
import dev.aftershock.engine.RunResult;
import dev.aftershock.reports.allure.AllureReporter;
import dev.aftershock.reports.files.FilesReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * Takes the pictures of our documentation, of real runs:
 *
 * <pre>
 * for run in "postgres-partition.yaml --var replication=async" postgres-slow-link.yaml postgres-failover.yaml; do
 *   ./aftershock run experiments/catalog/$run --out RUNS; done
 * mvn -pl reports/browser -am verify -Dit.test=ScreenshotsIT -Daftershock.screenshots=docs/reports
 *   -Daftershock.screenshots.runs=RUNS
 * </pre>
 *
 * <p>Paths are absolute.
 */
@EnabledIfSystemProperty(named = "aftershock.screenshots", matches = ".+")
class ScreenshotsIT {

    private static final Duration SHOWN = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Path pictures = Path.of(System.getProperty("aftershock.screenshots", ""));

    @Test
    void ofRealRuns() throws Exception {
        List<RunResult> runs = reported(Path.of(System.getProperty("aftershock.screenshots.runs")));
        Files.createDirectories(pictures);
        try (Browser browser = new Browser()) {
            html(browser, named(runs, "loss of the primary's region"));
            AllureReport report = AllureReport.of(folder.resolve("results"), folder.resolve("work"));
            try (StaticServer server = new StaticServer(report.folder())) {
                browser.desktop();
                browser.dark(false);
                browser.open(server.address(""));
                await().atMost(SHOWN)
                        .until(() -> !browser.all("[data-testid=tree-leaf]").isEmpty());
                browser.picture(pictures.resolve("allure-overview.png"));
                allure(browser, server, named(report, "loss of the primary's region"), "allure-lost-writes.png");
                allure(browser, server, named(report, "slow down"), "allure-brownout.png");
            }
        }
    }

    private List<RunResult> reported(Path runs) throws IOException {
        System.setProperty(
                AllureReporter.FOLDER_PROPERTY, folder.resolve("results").toString());
        try (var found = Files.walk(runs, 3)) {
            return found.filter(file -> file.endsWith("run.json"))
                    .map(file -> concluded(file.getParent()))
                    .toList();
        } finally {
            System.clearProperty(AllureReporter.FOLDER_PROPERTY);
        }
    }

    private static RunResult concluded(Path run) {
        try {
            RunResult result = Engine.conclude(run, List.of(new FilesReporter(), new AllureReporter()));
            assertThat(result.failedReports()).isEmpty();
            return result;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RunResult named(List<RunResult> runs, String part) {
        return runs.stream()
                .filter(run -> run.recording().header().title().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode named(AllureReport report, String part) throws IOException {
        return report.cases().stream()
                .filter(found -> found.path("name").asText().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private void html(Browser browser, RunResult run) throws IOException {
        browser.open(run.directory().resolve("report.html").toUri());
        browser.desktop();
        browser.picture(pictures.resolve("html-light.png"));
        browser.dark(true);
        browser.picture(pictures.resolve("html-dark.png"));
        browser.dark(false);
        browser.phone();
        browser.picture(pictures.resolve("html-phone.png"));
    }

    private void allure(Browser browser, StaticServer server, JsonNode found, String picture) throws IOException {
        String id = found.path("id").asText();
        browser.open(server.address("?" + id + "#" + id));
        await().atMost(SHOWN).until(() -> !browser.all("[data-testid=test-result-tab-attachments]")
                .isEmpty());
        browser.picture(pictures.resolve(picture));
        browser.one("[data-testid=test-result-tab-attachments]").click();
        await().atMost(SHOWN).until(() -> !browser.all("[data-testid=test-result-attachment-header]")
                .isEmpty());
        browser.all("[data-testid=test-result-attachment-header]").stream()
                .filter(header -> header.getText().contains("Recovery timeline"))
                .findFirst()
                .map(WebElement::getText)
                .orElseThrow();
        browser.one("[data-testid=test-result-attachment-header]").click();
        await().atMost(SHOWN).until(() -> !browser.all("[data-testid=test-result-attachment] img")
                .isEmpty());
        browser.picture(pictures.resolve(picture.replace(".png", "-timeline.png")));
    }
}
