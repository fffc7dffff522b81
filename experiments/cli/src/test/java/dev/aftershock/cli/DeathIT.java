package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the command dies in the middle of a fault, and what becomes of it. */
class DeathIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void killedInTheMiddleOfAFaultEverythingIsHealedByRecoverAndTheSecondRecoverDoesNothing() throws Exception {
        Process run = start(
                "run",
                "../catalog/postgres-partition.yaml",
                "--out",
                folder.resolve("runs").toString());
        awaitOutput("effect seen");
        run.destroyForcibly().waitFor();
        Path lab = lab();
        assertThat(lab).exists();

        String first = finish(start("recover", "--show"), 0);
        assertThat(first).contains("healed").contains("VERIFIED").doesNotContain("CHECK BY HAND");
        assertThat(first.lines().filter(line -> line.matches("\\S+ (system|1-).*")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("VERIFIED"));
        assertThat(lab).doesNotExist();
        assertThat(processesOf(lab)).isEmpty();

        assertThat(finish(start("recover"), 0)).contains("nothing to recover");
    }

    @Test
    void aTerminatedRunHealsBeforeItEnds() throws Exception {
        Process run = start(
                "run",
                "../catalog/postgres-failover.yaml",
                "--var=failover-after=1s",
                "--out",
                folder.resolve("runs").toString());
        awaitOutput("effect seen");
        Path lab = lab();
        run.destroy();

        assertThat(run.waitFor(BOUND.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(output())
                .contains("INCONCLUSIVE")
                .contains("a signal asked to end")
                .contains("healed 1-process-kill");
        assertThat(lab).doesNotExist();
        assertThat(processesOf(lab)).isEmpty();
        assertThat(finish(start("recover"), 0)).contains("nothing to recover");
    }

    @Test
    void aProbeThatCannotConnectIsInvalidAndNothingIsInjected() throws IOException {
        Path file = folder.resolve("dead.yaml");
        Files.writeString(file, """
                aftershock: 1
                title: A database that is not there
                hypothesis: This cannot be shown.
                objectives: {rto: 5s}
                targets:
                  orders-db: {jdbc: {url: "jdbc:postgresql://127.0.0.1:1/none", user: nobody}}
                  link: {link: {upstream: "127.0.0.1:1"}}
                probes:
                  - name: orders
                    jdbc: {target: orders-db, every: 10ms, deadline: 200ms}
                steady-state: {within: 50ms, for: 1s}
                method:
                  - inject: {down: link}
                """);
        StringWriter out = new StringWriter();
        int code = Main.execute(
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                "run",
                file.toString(),
                "--out",
                folder.resolve("runs").toString());

        assertThat(code).as(out.toString()).isEqualTo(3);
        assertThat(out.toString())
                .contains("INVALID: no steady state before the fault")
                .doesNotContain("inject 1-down");
    }

    @Test
    void aForeignProcessIsNotKilledUnlessTheFileAllowsItByName() throws IOException {
        Path file = folder.resolve("foreign.yaml");
        String text = """
                aftershock: 1
                title: Somebody else's process
                hypothesis: It is missed.
                objectives: {rto: 5s}
                targets:
                  victim: {process: {pid: %d}}
                  port: {tcp: "127.0.0.1:1"}
                probes:
                  - name: port
                    tcp: {target: port}
                steady-state: {within: 50ms, for: 1s}
                method:
                  - inject: {process-kill: victim}
                """;
        Files.writeString(file, text.formatted(ProcessHandle.current().pid()));
        StringWriter err = new StringWriter();
        int refused = Main.execute(new PrintWriter(err), new PrintWriter(err, true), "plan", file.toString());
        assertThat(refused).isEqualTo(Main.BAD_INPUT);
        assertThat(err.toString()).contains("cannot be undone").contains("allow-irreversible: [process-kill]");

        Files.writeString(
                file,
                text.formatted(ProcessHandle.current().pid()) + "safeguards: {allow-irreversible: [process-kill]}\n");
        StringWriter out = new StringWriter();
        int allowed = Main.execute(new PrintWriter(out, true), new PrintWriter(out, true), "plan", file.toString());
        assertThat(allowed).as(out.toString()).isZero();
        assertThat(out.toString()).contains("IRREVERSIBLE");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
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
        assertThat(process.waitFor(BOUND.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(code);
        return output();
    }

    private void awaitOutput(String text) {
        await().atMost(BOUND).until(() -> output().contains(text));
    }

    private String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    private Path log() {
        return folder.resolve("command.log");
    }

    /** The lab of the run, as its undo recipe names it. */
    private Path lab() throws IOException {
        try (Stream<Path> journals = Files.list(folder.resolve("state").resolve("journal"))) {
            String journal =
                    Files.readString(journals.findFirst().orElseThrow(), java.nio.charset.StandardCharsets.ISO_8859_1);
            var found = java.util.regex.Pattern.compile("\"directory\":\"([^\"]+)\"")
                    .matcher(journal);
            assertThat(found.find()).isTrue();
            return Path.of(found.group(1));
        }
    }

    private static List<Long> processesOf(Path lab) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(lab.getFileName().toString()))
                .map(ProcessHandle::pid)
                .toList();
    }
}
