package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prometheus' own checker reads the metrics of every scene. */
class PromtoolIT {

    @TempDir
    Path directory;

    @BeforeAll
    static void find() {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool")));
        String missing = "no promtool on the PATH (Debian: apt-get install prometheus)";
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(there, missing);
    }

    private String check(String metrics) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("metrics.prom"), metrics);
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).as("promtool ended").isTrue();
        return promtool.exitValue() + ": " + said.strip();
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void itFindsNothingWrongWithTheMetricsOfAnyScene(Scenes scene) throws IOException, InterruptedException {
        assertThat(check(new RunMetrics(new RunView(scene.result(directory))).text()))
                .isEqualTo("0: ");
    }

    @Test
    void itDoesFindWhatIsWrong() throws IOException, InterruptedException {
        String good = new RunMetrics(new RunView(Scenes.PASS.result(directory))).text();
        assertThat(check(good.replace("verdict=\"pass\"", "verdict=\"pa\"ss\"")))
                .doesNotStartWith("0:");
        assertThat(check(good.replace("# HELP aftershock_run_rto_seconds", "# ")))
                .contains("help");
    }
}
