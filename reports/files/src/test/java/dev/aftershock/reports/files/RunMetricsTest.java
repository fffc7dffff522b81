package dev.aftershock.reports.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunMetricsTest {

    private static final Pattern SAMPLE = Pattern.compile(
            "(aftershock_run_[a-z_]+)\\{((?:[a-z]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\",?)+)} (-?[0-9.]+|\\+Inf)");

    @TempDir
    Path directory;

    private String text(Scenes scene) {
        return new RunMetrics(new RunView(scene.result(directory))).text();
    }

    /** The first sample of a gauge that has this label. */
    private static String value(String text, String gauge, String label) {
        return text.lines()
                .filter(line -> line.startsWith(gauge + "{") && line.contains(label))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @EnumSource(Scenes.class)
    void everySampleHasItsKindItsLabelsAndNoTimestampAndStandsOnce(Scenes scene) {
        String text = text(scene);
        Map<String, Integer> seen = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (String line : lines.subList(0, lines.size() - 1)) {
            if (!line.startsWith("#")) {
                assertThat(line).matches(SAMPLE);
                seen.merge(line.substring(0, line.lastIndexOf(' ')), 1, Integer::sum);
                assertThat(text).contains("# TYPE " + line.substring(0, line.indexOf('{')) + " gauge\n");
            }
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5);
        assertThat(seen.values()).containsOnly(1);
        assertThat(text).endsWith("\n# EOF\n");
    }

    @ParameterizedTest
    @CsvSource({"PASS, pass", "TOO_SLOW, fail", "INCONCLUSIVE, inconclusive", "INVALID, invalid", "LEAKED, leaked"})
    void exactlyTheVerdictIsOne(Scenes scene, String verdict) {
        List<String> set = text(scene)
                .lines()
                .filter(line -> line.startsWith("aftershock_run_verdict{") && line.endsWith(" 1"))
                .toList();
        assertThat(set).singleElement().asString().contains("verdict=\"" + verdict + "\"");
    }

    @Test
    void boundsAreSecondsAndWhatNeverEndedIsInfinitelyFar() {
        String passed = text(Scenes.PASS);
        assertThat(value(passed, "aftershock_run_judged_recovery_seconds", "bound=\"low\""))
                .isEqualTo("0.617");
        assertThat(value(passed, "aftershock_run_rto_seconds", "")).isEqualTo("5");
        double margin = Double.parseDouble(value(passed, "aftershock_run_margin_seconds", ""));
        double high = Double.parseDouble(value(passed, "aftershock_run_judged_recovery_seconds", "bound=\"high\""));
        assertThat(margin).isEqualTo(5 - high);
        assertThat(passed).contains("measure=\"R0\"", "measure=\"R1\"", "measure=\"R2\"", "measure=\"R3\"");
        assertThat(passed)
                .contains("measure=\"R4\"", "measure=\"R5\"", "measure=\"R6\"", "measure=\"R7\"", "measure=\"R8\"");
        String never = text(Scenes.NEVER_RECOVERED);
        assertThat(value(never, "aftershock_run_judged_recovery_seconds", "bound=\"high\""))
                .isEqualTo("+Inf");
        assertThat(never).doesNotContain("9223372036", "aftershock_run_margin_seconds{");
    }

    @Test
    void writesAreCountedByFate() {
        String text = text(Scenes.LOST_WRITES);
        assertThat(value(text, "aftershock_run_writes", "fate=\"lost\"")).isEqualTo("41");
        assertThat(value(text, "aftershock_run_writes", "fate=\"acknowledged\""))
                .isEqualTo("4185");
    }
}
