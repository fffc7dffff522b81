package dev.aftershock.reports.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.reports.files.IndexedRun;
import dev.aftershock.reports.files.RunsIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsIndexIT {

    @TempDir
    static Path folder;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void write() throws IOException {
        browser = new Browser();
        List<IndexedRun> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Runs run = i == 1 ? Runs.lostWrites() : Runs.pass();
            run.title = Runs.pass().title;
            run.run = "run-" + i;
            run.down += i * 100_000_000L;
            runs.add(IndexedRun.of(run.reported(folder.resolve(run.run)), folder));
        }
        runs.add(IndexedRun.of(Runs.brownout().reported(folder.resolve("brownout")), folder));
        page = RunsIndex.write(folder, runs);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void show() {
        browser.desktop();
        browser.dark(false);
        browser.open(page.toUri());
    }

    @Test
    void everyRunStandsThereWithItsVerdictAndOpensItsReport() {
        assertThat(browser.text()).contains("Resilience over 4 runs", "PASS", "FAIL");
        assertThat(browser.all("a[href]")).hasSize(4);
        browser.one("a[href='./run-1/report.html']").click();
        assertThat(browser.one(".banner .word").getText()).isEqualTo("FAIL");
    }

    @Test
    void theTrendsAreDrawnAndTheirWordsStandApart() throws IOException {
        Layout.assertDrawn(browser);
    }

    @Test
    void onAPhoneNothingSticksOut() {
        Layout.assertFitsAPhone(browser);
    }

    @Test
    void textIsReadableByLightAndByDark() {
        Layout.assertReadable(browser);
    }

    @Test
    void itStandsAlone() {
        Layout.assertStandsAlone(browser);
    }

    @Test
    void theKeyboardReachesWhateverAMouseDoes() {
        Layout.assertReachable(browser);
        browser.phone();
        Layout.assertReachable(browser);
    }
}
