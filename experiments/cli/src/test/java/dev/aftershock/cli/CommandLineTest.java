package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final Path CATALOG = Path.of("..", "catalog");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgres-failover.yaml", "postgres-partition.yaml", "postgres-slow-link.yaml"})
    void everyExperimentOfTheCatalogIsValidAndCanBePlanned(String file) {
        assertThat(execute("validate", CATALOG.resolve(file).toString()))
                .as(err.toString())
                .isZero();
        assertThat(execute("plan", CATALOG.resolve(file).toString())).isZero();
        assertThat(out.toString()).contains("undo:").contains("nothing was touched");
    }

    @Test
    void sixMistakesAreReportedTogetherWithTheirPlaces() throws IOException {
        Path file = folder.resolve("orders.yaml");
        Files.writeString(file, """
                aftershock: 1
                title: Six mistakes
                hypothesis: None of this is right.
                objectives: {rto: 5, rpo: 0 writes}
                lab: {orders-db: {postgres-pear: {}}}
                probes:
                  - name: orders-write
                    jdbc-ledger: {target: orders-db, evry: 2ms}
                steady-state: {within: 50ms, bad-at-most: 300%, for: 2s}
                method:
                  - inject: {process-kil: {target: orders-db.primary}}
                safeguards: {stop-after: 60s}
                title: Twice
                """);

        assertThat(execute("validate", file.toString())).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString())
                .contains("orders.yaml:4:19:")
                .contains("orders.yaml:5:")
                .contains("did you mean 'postgres-pair'?")
                .contains("orders.yaml:8:")
                .contains("did you mean 'every'?")
                .contains("orders.yaml:9:")
                .contains("orders.yaml:11:")
                .contains("did you mean 'process-kill'?")
                .contains("orders.yaml:13:")
                .contains("nothing was started");
    }

    @Test
    void helpIsThereForEveryCommand() {
        for (String command : new String[] {
            "run", "plan", "validate", "judge", "report", "recover", "halt", "lever", "k8s", "list", "schema"
        }) {
            assertThat(execute(command, "--help")).as(command).isZero();
        }
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("Exit codes: 0 PASS");
    }

    @Test
    void badArgumentsEndWithTheCodeForBadInput() {
        assertThat(execute()).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("rnu")).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("run", "nowhere.yaml")).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("judge", folder.toString())).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("report", folder.toString())).isEqualTo(Main.BAD_INPUT);
        assertThat(execute("report", "nowhere")).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString())
                .contains("it holds no run that can be judged")
                .contains("there is no folder nowhere");
        assertThat(err.toString()).contains("there is no experiment file 'nowhere.yaml'");
    }

    @Test
    void whatIsNoRegularFileIsNoInputAndHoldsNobodyUp() {
        for (String place : List.of("/dev/zero", folder.toString())) {
            assertThat(execute("validate", place)).isEqualTo(Main.BAD_INPUT);
            assertThat(execute("judge", place)).isEqualTo(Main.BAD_INPUT);
            assertThat(execute("compare", place, place)).isEqualTo(Main.BAD_INPUT);
            assertThat(execute("proxy", "--port", "0", "--config", place)).isEqualTo(Main.BAD_INPUT);
        }
    }

    @Test
    void thePublishedSchemaIsTheOneThatThePartsDeclare() throws IOException {
        assertThat(execute("schema")).isZero();
        assertThat(out.toString())
                .as("run: ./aftershock schema > experiments/format/aftershock.schema.json")
                .isEqualTo(Files.readString(Path.of("..", "format", "aftershock.schema.json")));
    }

    @Test
    void theSchemaOfVerdictsIsPrintedAsPublished() throws IOException {
        assertThat(execute("schema", "--verdict")).isZero();
        assertThat(out.toString())
                .isEqualTo(Files.readString(Path.of("..", "..", "reports", "files", "verdict.schema.json")));
    }

    @Test
    void everyKindIsListedWithItsSettings() {
        assertThat(execute("list")).isZero();
        assertThat(out.toString())
                .contains("postgres-pair:", "jdbc-ledger:", "tcp:", "http:", "process-kill:", "process-pause:")
                .contains("down:", "latency:", "timeout:", "every (default 10ms)");
    }

    private int execute(String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
