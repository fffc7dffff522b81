package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The probe beside real processes. */
class ProcessProbeTest {

    private static final Attempt NOW = new Attempt(0, 0, 0, 0);

    @TempDir
    private Path directory;

    private Optional<Process> started = Optional.empty();

    @AfterEach
    void endProcess() {
        started.ifPresent(Process::destroyForcibly);
    }

    @Test
    void aProcessIsGoodUntilItDies() throws Exception {
        Process process = start();
        try (ProcessProbe probe = new ProcessProbe(new PidFile(pidFile(process.pid())))) {
            probe.prepare();
            assertThat(probe.attempt(NOW)).isEqualTo(Answer.OK);
            kill(process);
            assertFails(probe, "process " + process.pid() + " of ", "is not alive");
        }
    }

    @Test
    void aNewNumberInTheFileIsANewStartOfTheService() throws Exception {
        Process first = start();
        Path file = pidFile(first.pid());
        try (ProcessProbe probe = new ProcessProbe(new PidFile(file))) {
            probe.prepare();
            kill(first);
            Process second = start();
            Files.writeString(file, second.pid() + "\n/var/lib/data\n");
            assertThat(probe.attempt(NOW)).isEqualTo(Answer.OK);
        }
    }

    @Test
    void aLaterProcessThatWasGivenTheNumberIsDown() throws Exception {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        Map<Long, Instant> table = new HashMap<>(Map.of(7L, first));
        try (ProcessProbe probe =
                new ProcessProbe(new PidFile(pidFile(7), pid -> Optional.ofNullable(table.get(pid))))) {
            probe.prepare();
            table.remove(7L);
            assertFails(probe, "process 7 of ", "is not alive");
            table.put(7L, first.plusMillis(10));
            assertFails(probe, "process 7 of ", "is another one, which was given the number later");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux shows who has not been asked about")
    void aDeadProcessWhoseParentDoesNotAskIsDown() throws Exception {
        // The shell becomes a program that never asks about its child.
        Path pid = directory.resolve("child.pid");
        started = Optional.of(
                new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $! > '" + pid + "'; exec sleep 60").start());
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(pid) && Files.size(pid) > 0);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            long child = Long.parseLong(Files.readString(pid).strip());
            assertThat(ProcessHandle.of(child))
                    .as("Java still calls it alive")
                    .hasValueSatisfying(handle -> assertThat(handle.isAlive()).isTrue());
            assertFails(new ProcessProbe(new PidFile(pid)), "is not alive");
        });
    }

    @Test
    void theRunIsInvalidWhenThereIsNoProcessToBeginWith() throws IOException {
        ProcessProbe probe = new ProcessProbe(new PidFile(directory.resolve("none.pid")));
        assertThatThrownBy(probe::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file")
                .hasMessageContaining("start it before the run");
    }

    @Test
    void whatIsNoPidFileIsSaidToBeNone() throws Exception {
        assertFails(new ProcessProbe(new PidFile(directory)), "is no regular file");
        Path file = directory.resolve("odd.pid");
        for (String text : new String[] {"", "\n12\n", "0", "-5", "12 13", "9".repeat(30), "pid"}) {
            Files.writeString(file, text);
            assertFails(new ProcessProbe(new PidFile(file)), "does not begin with the number of a process");
        }
    }

    @Test
    void aTargetIsGoodWhileItsProcessLives() throws Exception {
        Process process = start();
        ProcessHandle handle = process.toHandle();
        LiveProcess target = () -> Optional.of(handle).filter(ProcessHandle::isAlive);
        try (ProcessProbe probe = new ProcessProbe(new NamedProcess("db", target))) {
            probe.prepare();
            assertThat(probe.attempt(NOW)).isEqualTo(Answer.OK);
            kill(process);
            assertFails(probe, "the process of 'db' is not alive");
        }
    }

    @Test
    void aClosedProbeSaysNothingOfTheSystem() throws Exception {
        ProcessProbe probe = new ProcessProbe(new PidFile(directory.resolve("none.pid")));
        probe.close();
        assertThat(probe.attempt(NOW).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void exactlyOneWayToFindTheProcessIsGiven() {
        assertThatThrownBy(() -> new ProcessAlive(Optional.empty(), Optional.empty()))
                .hasMessageContaining("nothing is given")
                .hasMessageContaining("'pid-file: PATH'");
        assertThatThrownBy(() -> new ProcessAlive(Optional.of("db"), Optional.of("db.pid")))
                .hasMessageContaining("both 'target' and 'pid-file' are given");
        assertThatThrownBy(() -> new ProcessAlive(Optional.empty(), Optional.of("\0")))
                .hasMessageContaining("'pid-file' is");
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        started = Optional.of(process);
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private Path pidFile(long pid) throws IOException {
        return Files.writeString(directory.resolve("service.pid"), pid + "\n");
    }

    private static void assertFails(ProcessProbe probe, String... parts) throws IOException {
        Answer answer = probe.attempt(NOW);
        assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(answer.detail()).contains(parts);
    }
}
