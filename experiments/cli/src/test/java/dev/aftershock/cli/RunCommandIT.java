package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a user has them, once, repeated and judged again: a link to a real server goes down and comes back. */
class RunCommandIT {

    private static final Duration BOUND = Duration.ofSeconds(90);

    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.start();
        Files.writeString(
                folder.resolve("link.yaml"), """
                aftershock: 1
                title: The link comes back
                hypothesis: It is there again at once.
                objectives: {rto: 20s}
                targets:
                  shop: {link: {upstream: "127.0.0.1:%d"}}
                probes:
                  - name: shop
                    tcp: {target: shop, every: 10ms, deadline: 1s}
                steady-state: {within: 500ms, bad-at-most: 20%%, for: 500ms}
                method:
                  - inject: {down: shop}
                    for: 200ms
                """.formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void twoTrialsAreShownOneByOneThenWhatTheyProveAndThatTheyAreTooFewToCompare() throws Exception {
        String shown = finish(start("run", file(), "--trials=2", "--period=300ms", "--out", runs()), 0);
        assertThat(shown)
                .contains("gate: all of 2 trials must pass", "PASS: 2 of 2 trials passed", "with a probability of at")
                .containsPattern("trial \\d of \\d: PASS R3 = \\d+\\.\\d+ s \\[.*], phase ");
        assertThat(campaign()).isDirectoryContaining("glob:**/trial-01").isDirectoryContaining("glob:**/trial-02");

        assertThat(finish(start("compare", campaign().toString(), campaign().toString()), 2))
                .startsWith("not enough trials: ");
    }

    @Test
    void aVerdictThatIsJudgedAgainIsTheSameToTheByte() throws Exception {
        finish(start("run", file(), "--out", runs()), 0);
        Path run = campaign();
        byte[] verdict = Files.readAllBytes(run.resolve("verdict.json"));
        Files.delete(run.resolve("verdict.json"));

        assertThat(finish(start("judge", run.toString(), "--reports"), 0)).startsWith("\nPASS: ");
        assertThat(Files.readAllBytes(run.resolve("verdict.json"))).isEqualTo(verdict);

        Files.writeString(run.resolve("samples/shop.csv"), "x", java.nio.file.StandardOpenOption.APPEND);
        assertThat(finish(start("judge", run.toString()), Main.BAD_INPUT))
                .contains("samples/shop.csv", "is not what was recorded", "restore the folder from a copy");
    }

    @Test
    void manyRunsGetOnePageAndOneThatIsDamagedIsLeftOut() throws Exception {
        finish(start("run", file(), "--out", runs()), 0);
        Path first = campaign();
        Files.delete(first.resolve("report.html"));
        assertThat(finish(start("report", first.toString()), 0)).contains("report.html");
        assertThat(first.resolve("report.html")).isRegularFile();

        assertThat(finish(start("report", runs()), 0)).contains("index.html");
        assertThat(Files.readString(Path.of(runs(), "index.html")))
                .contains("Resilience over 1 run<", "href=\"./" + first.getFileName() + "/report.html\"");

        Files.writeString(first.resolve("samples/shop.csv"), "x", java.nio.file.StandardOpenOption.APPEND);
        assertThat(finish(start("report", runs()), Main.BAD_INPUT))
                .contains("left out: ", "samples/shop.csv", "it holds no run that can be judged");
    }

    @Test
    void aTerminatedCampaignHealsAndKeepsTheTrialsItHas() throws Exception {
        Process run = start("run", file(), "--sprt", "--seed=7", "--out", runs());
        await().atMost(BOUND).until(() -> output().contains("trial 1 of"));
        run.destroy();

        assertThat(run.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(output()).contains("INCONCLUSIVE: ended before it was decided: a signal asked to end");
        assertThat(Files.readString(campaign().resolve("campaign.json")))
                .contains("\"run\" : \"trial-01\"", "\"cut-short\" : true");
        assertThat(finish(start("recover"), 0)).contains("nothing to recover");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().put("AFTERSHOCK_STATE", folder.resolve("state").toString());
        return builder.start();
    }

    private String finish(Process process, int code) throws Exception {
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(code);
        return output();
    }

    private String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    private Path campaign() throws IOException {
        try (Stream<Path> runs = Files.list(Path.of(runs()))) {
            return runs.findFirst().orElseThrow();
        }
    }

    private Path log() {
        return folder.resolve("command.log");
    }

    private String file() {
        return folder.resolve("link.yaml").toString();
    }

    private String runs() {
        return folder.resolve("runs").toString();
    }
}
