package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Halting real runs, of which one cannot even hear it, and the safety lever. */
class HaltIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    private ServerSocket upstream;
    private ProxyProcess proxy;

    @BeforeEach
    void begin() throws IOException {
        upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = new ProxyProcess(folder.resolve("proxy.log"), "", List.of("--strict"));
    }

    @AfterEach
    void end() throws IOException {
        started.forEach(Process::destroyForcibly);
        proxy.close();
        upstream.close();
    }

    @Test
    void aRunThatIsStoppedDeadIsHealedFromOutside() throws Exception {
        Process run = start(
                "run.log", "run", experiment(), "--out", folder.resolve("runs").toString());
        await().atMost(BOUND).until(() -> output("run.log").contains("effect seen"));
        assertThat(proxies()).contains("\"enabled\":false");
        signal("-STOP", run);

        assertThat(finish(start("halt.log", "halt", "--patience", "300ms"))).isZero();

        assertThat(output("halt.log"))
                .contains(
                        "healed ",
                        " 1-down on port (was ACTIVE): ",
                        "halted 1 run: 0 faults healed by themselves, 1 from here");
        assertThat(proxies()).doesNotContain("\"enabled\":false");
        signal("-CONT", run);
        assertThat(finish(run)).isEqualTo(2);
        assertThat(output("run.log")).contains("INCONCLUSIVE", "halted by ");
        assertThat(finish(start("recover.log", "recover"))).isZero();
        assertThat(output("recover.log")).contains("nothing to recover");
        assertThat(finish(start("audit.log", "audit", "verify"))).isZero();
        assertThat(output("audit.log")).containsPattern("[5-9] entries of .* are as they were written");
        Path log = folder.resolve("state").resolve("audit.log");
        assertThat(Files.readString(log)).contains("inject", "1-down", "halt", "healed", "verdict", "INCONCLUSIVE");
        Files.writeString(log, Files.readString(log).replace("INCONCLUSIVE", "PASS"));
        assertThat(finish(start("forged.log", "audit", "verify"))).isEqualTo(1);
        assertThat(output("forged.log")).contains("BROKEN ");
    }

    @Test
    void aLiveRunHealsItselfAndASecondHaltFindsNothing() throws Exception {
        Process run = start(
                "run.log", "run", experiment(), "--out", folder.resolve("runs").toString());
        await().atMost(BOUND).until(() -> output("run.log").contains("effect seen"));

        assertThat(finish(start("halt.log", "halt", "--patience", "20s"))).isZero();

        assertThat(output("halt.log")).contains("halted 1 run: 1 faults healed by themselves, 0 from here");
        assertThat(finish(run)).isEqualTo(2);
        assertThat(finish(start("again.log", "halt"))).isZero();
        assertThat(output("again.log")).contains("nothing to halt");
    }

    @Test
    void nothingRunsWhileTheLeverIsEngaged() throws Exception {
        assertThat(finish(start("engage.log", "lever", "engage", "--reason", "release night")))
                .isZero();
        assertThat(finish(start("run.log", "run", experiment()))).isEqualTo(Main.BAD_INPUT);
        assertThat(output("run.log"))
                .contains("the safety lever is engaged since 20", "release night", "nothing was started");
        assertThat(finish(start("status.log", "lever", "status"))).isZero();
        assertThat(output("status.log")).contains("engaged since 20", "release night");
        assertThat(finish(start("release.log", "lever", "release"))).isZero();
        assertThat(output("release.log")).contains("the safety lever released");
        assertThat(finish(start("none.log", "lever"))).isEqualTo(Main.BAD_INPUT);
        assertThat(finish(start("time.log", "halt", "--patience", "soon"))).isEqualTo(Main.BAD_INPUT);
        assertThat(output("time.log")).contains("'soon' is no time; expected a number with a unit");
    }

    @Test
    void aStateFolderThatCannotBeTrustedIsSaidWithoutATrace() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state").resolve("journal"), "not a folder");
        assertThat(finish(start("halt.log", "halt"))).isEqualTo(Main.INTERNAL_ERROR);
        assertThat(output("halt.log"))
                .contains("cannot make the journal folder ", "Set AFTERSHOCK_STATE to a folder that you may write")
                .doesNotContain("\tat ");
    }

    private String experiment() throws IOException {
        Path file = folder.resolve("down.yaml");
        Files.writeString(file, """
                aftershock: 1
                title: A link goes down and nobody mends it
                hypothesis: It stays down until somebody halts it.
                objectives: {rto: 1m}
                targets:
                  port: {link: {upstream: "127.0.0.1:%d", toxiproxy: "%s"}}
                probes:
                  - name: port
                    tcp: {target: port, every: 10ms, deadline: 200ms}
                steady-state: {within: 50ms, for: 1s}
                method:
                  - inject: {down: port}
                    for: 1m
                safeguards: {stop-after: 2m}
                """.formatted(upstream.getLocalPort(), proxy.api()));
        return file.toString();
    }

    private String proxies() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(proxy.api() + "/proxies"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private Process start(String log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().put("AFTERSHOCK_STATE", folder.resolve("state").toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int finish(Process process) throws InterruptedException {
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private String output(String log) throws IOException {
        return Files.exists(folder.resolve(log)) ? Files.readString(folder.resolve(log)) : "";
    }
}
