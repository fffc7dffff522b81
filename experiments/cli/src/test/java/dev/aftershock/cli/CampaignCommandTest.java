package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says of repeated trials and of their comparison; nothing is ever started here. */
class CampaignCommandTest {

    private static final String FAILOVER = "../catalog/postgres-failover.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"p0@90%", "p100@90%", "p90@0%", "p90@100%", "p90", "90@90%", "p90@90", "pNaN@90%", "p-5@90%"})
    void aGateThatSaysNothingIsRefused(String gate) {
        assertThat(execute("run", FAILOVER, "--gate", gate)).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("--gate: '" + gate + "' is no gate", "nothing was started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "many", "1.5", "99999999999"})
    void aNumberOfTrialsOutOfRangeIsRefused(String trials) {
        assertThat(execute("run", FAILOVER, "--trials=" + trials)).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("'" + trials + "' is no number of trials", "from 1 to 1000");
    }

    @Test
    void everyMistakeIsReportedAtOnceWithThoseOfTheFile() throws IOException {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, Files.readString(Path.of(FAILOVER)).replace("every:", "evry:"));

        assertThat(execute(
                        "run",
                        file.toString(),
                        "--trials=0",
                        "--gate=p0@90%",
                        "--sprt",
                        "--period=-1s",
                        "--timer=lease=0s"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString())
                .contains("evry", "--trials:", "--gate:", "--sprt: a campaign has one gate", "--period:")
                .contains("--timer lease:", "nothing was started");
    }

    @Test
    void aGateWithoutAnRtoIsRefused() throws IOException {
        Path file = folder.resolve("no-rto.yaml");
        Files.writeString(file, Files.readString(Path.of(FAILOVER)).replaceFirst("rto: [^,}]*, *", ""));

        assertThat(execute("run", file.toString(), "--gate=p90@90%")).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("held against the RTO, and the experiment has none");
    }

    @Test
    void aPeriodWithoutTrialsIsRefusedAndOneTooLongToo() {
        assertThat(execute("run", FAILOVER, "--period=5s")).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("--period: it is about repeated trials");
        assertThat(execute("run", FAILOVER, "--trials=2", "--period=2h")).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("2h is too long to wait");
    }

    @ParameterizedTest
    @CsvSource({"12,600,1,regression", "12,301,0,no regression", "3,600,2,not enough trials"})
    void theThreeAnswersHaveTheirWordsAndCodes(int trials, long millis, int code, String words) throws IOException {
        Path before = campaign("before", "Orders", 12, 300);
        Path after = campaign("after", "Orders", trials, millis).resolve("campaign.json");

        assertThat(execute("compare", before.toString(), after.toString())).isEqualTo(code);
        assertThat(execute("compare", "--help")).isZero();
        assertThat(out.toString())
                .startsWith(words + ": ")
                .contains("default: 10%")
                .contains("12 trials, R3 median 0.3 s");
    }

    @Test
    void aComparisonThatMakesNoSenseIsRefusedWithEveryReason() throws IOException {
        Path before = campaign("before", "Orders", 12, 300);

        assertThat(execute("compare", before.toString())).isEqualTo(Main.BAD_INPUT);
        assertThat(execute(
                        "compare",
                        before.toString(),
                        folder.resolve("nowhere").toString(),
                        "--margin=fast",
                        "--confidence=100%"))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString())
                .contains("'fast' is no margin", "'100%' is no confidence", "no folder of a campaign");
        assertThat(execute(
                        "compare",
                        before.toString(),
                        campaign("after", "Payments", 12, 300).toString()))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("title: 'Orders' in").contains("'Payments' in");
    }

    private Path campaign(String name, String title, int trials, long millis) throws IOException {
        String rows = IntStream.rangeClosed(1, trials)
                .mapToObj(i -> trial(i, millis * 1_000_000 + i % 4 * 100_000L + i))
                .collect(Collectors.joining(",\n"));
        Path directory = Files.createDirectories(folder.resolve(name));
        Files.writeString(directory.resolve("campaign.json"), """
                {"schema": 1, "campaign": "c", "started-at": "2026-01-01T00:00:00Z", "experiment": {"title": "%s"},
                 "gate": "g", "seed": 1, "period-ns": 2000000000, "ended": true, "verdict": "PASS", "decision": "d",
                 "bounds": [], "proven": [], "not-proven": [], "seen": [], "trials": [%s]}
                """.formatted(title, rows));
        return directory;
    }

    private static String trial(int number, long point) {
        return String.format(Locale.ROOT, """
                {"number": %d, "run": "trial-%02d", "seed": 1, "phase-ns": 0, "verdict": "PASS", "counted": true,
                 "cut-short": false, "failed-beside-time": false, "lost": 0, "line": "PASS",
                 "r3": {"low-ns": %d, "point-ns": %d, "high-ns": %d}}""", number, number, point - 1, point, point + 1);
    }

    private int execute(String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
