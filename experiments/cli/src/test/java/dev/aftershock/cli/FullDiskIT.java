package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/** A run whose state directory is on a disk of 64 KiB, in a mount namespace of its own, which ends with the run. */
class FullDiskIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String SMALL = "mount -t tmpfs -o size=64k,mode=700 small \"$STATE\" && ";
    private static final String FILL = "cat /dev/zero > \"$STATE/filled\" 2>/dev/null; ";

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void prepare() throws Exception {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.start();
        Files.createDirectories(folder.resolve("state"));
        boolean mounts = shell("mount -t tmpfs none \"$STATE\"").waitFor() == 0;
        if (System.getenv("CI") == null) {
            assumeThat(mounts)
                    .as("this machine lets nobody mount a small disk of their own (unshare --user --mount)")
                    .isTrue();
        }
        assertThat(mounts).as(output()).isTrue();
    }

    @AfterEach
    void end() {
        upstream.stop(0);
    }

    @Test
    void whereTheIntentCannotBeWrittenNothingIsInjected() throws Exception {
        assertThat(run(SMALL + FILL)).isEqualTo(Main.INTERNAL_ERROR);
        assertThat(output()).contains("No space left on device").doesNotContain("inject 1-down");
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsSaidWithTheRemedy() throws Exception {
        assertThat(run("mount -t tmpfs -o ro small \"$STATE\" && ")).isEqualTo(Main.INTERNAL_ERROR);
        assertThat(output())
                .contains("cannot make the journal folder", "nothing is injected without it", "AFTERSHOCK_STATE")
                .doesNotContain("\tat ");
    }

    @Test
    void aDiskThatFillsUpWhileTheFaultActsKeepsNothingFromBeingHealed() throws Exception {
        Process run = start(SMALL + "(while [ ! -e \"$STATE.fill\" ]; do sleep 0.05; done; " + FILL + ") & ");
        await().atMost(BOUND).until(() -> output().contains("effect seen"));
        Files.createFile(folder.resolve("state.fill"));
        assertThat(run.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // What is left of a page of the journal still takes some; the faults that follow use it up.
        assertThat(output())
                .contains("healed 1-down", "No space left on device")
                .doesNotContain("inject 21-down");
        assertThat(run.exitValue()).as(output()).isEqualTo(Verdict.INVALID.exitCode());
    }

    private int run(String before) throws Exception {
        Process run = start(before);
        assertThat(run.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return run.exitValue();
    }

    private Process start(String before) throws IOException {
        Path file = folder.resolve("cut.yaml");
        Files.writeString(file, """
                aftershock: 1
                title: A link is cut
                hypothesis: It comes back.
                objectives: {rto: 20s}
                targets:
                  web: {link: "127.0.0.1:%1$d"}
                  other: {link: "127.0.0.1:%1$d"}
                probes:
                  - name: port
                    tcp: {target: web, every: 50ms, deadline: 1s}
                steady-state: {within: 500ms, for: 1s}
                method:
                  - inject: {down: other}
                """.formatted(upstream.getAddress().getPort()) + """
                  - inject: {down: web}
                    for: 200ms
                """.repeat(20));
        String java = ProcessHandle.current().info().command().orElseThrow();
        String command = before + "exec " + java + " -cp \"$CLASSES\" " + Main.class.getName() + " run " + file
                + " --out " + folder.resolve("runs");
        return shell(command);
    }

    private Process shell(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
        if (!System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("sh", "-c", command));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log().toFile());
        Path state = folder.resolve("state");
        builder.environment().put("STATE", state.toString());
        builder.environment().put("AFTERSHOCK_STATE", state.toString());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        return builder.start();
    }

    private String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    private Path log() {
        return folder.resolve("command.log");
    }
}
