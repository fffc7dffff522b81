package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportIT {

    @TempDir
    static Path folder;

    private static final Map<String, RunResult> RUNS = new TreeMap<>();
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = new Browser();
        RUNS.put("pass", Runs.pass().reported(folder.resolve("pass")));
        RUNS.put("lost", Runs.lostWrites().reported(folder.resolve("lost")));
        RUNS.put("brownout", Runs.brownout().reported(folder.resolve("brownout")));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void show(String run) {
        browser.desktop();
        browser.dark(false);
        browser.open(folder.resolve(run).resolve("report.html").toUri());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "lost", "brownout"})
    void theVerdictIsSeenFirst(String run) {
        show(run);
        String line = RUNS.get(run).assessment().line();
        assertThat(browser.one(".banner").getText().replace("\n", ": ")).isEqualTo(line);
        assertThat(browser.one(".banner").getLocation().getY()).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "lost", "brownout"})
    void theTimelineIsDrawnAndItsWordsStandApart(String run) throws IOException {
        show(run);
        Layout.assertDrawn(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "lost", "brownout"})
    void onAPhoneNothingSticksOut(String run) {
        show(run);
        Layout.assertFitsAPhone(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "lost", "brownout"})
    void textIsReadableByLightAndByDark(String run) {
        show(run);
        Layout.assertReadable(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "lost", "brownout"})
    void itStandsAlone(String run) {
        show(run);
        Layout.assertStandsAlone(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass", "lost"})
    void theKeyboardReachesWhateverAMouseDoes(String run) {
        show(run);
        Layout.assertReachable(browser);
        browser.phone();
        Layout.assertReachable(browser);
    }
}
