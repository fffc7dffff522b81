package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long MOST_RESIDENT_KIB = 40 * 1024;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private ObjectServer objects;
    private Process victim;
    private Path log;

    @BeforeEach
    void start() throws Exception {
        objects = new ObjectServer();
        victim = process(new ProcessBuilder("sleep", "600"));
        signal("STOP", victim.pid());
        await().until(() -> ProcessStart.stopped(victim.pid()));
        log = folder.resolve("guard.log");
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
        objects.close();
    }

    @Test
    void whatAKilledProcessLeftIsHealedAtOnce() throws Exception {
        URI link = objects.disabled("link");
        Held held = holder(Guard.LEASE, LONG, link);
        held.process().destroyForcibly();
        await().atMost(SOON).until(() -> objects.isEnabled(link) && !ProcessStart.stopped(victim.pid()));
        await().atMost(SOON).until(() -> ProcessHandle.of(held.guard()).isEmpty());
        assertThat(Files.readString(log))
                .contains("test pause healed, because the process that injected it is gone: resumed [" + victim.pid())
                .contains("test object-4 healed");
    }

    @Test
    void aProcessThatIsStoppedLosesTheLeaseThoughItLives() throws Exception {
        URI link = objects.disabled("link");
        Held held = holder(Duration.ofSeconds(2), LONG, link);
        signal("STOP", held.process().pid());
        await().atMost(SOON.plusSeconds(2)).until(() -> objects.isEnabled(link));
        signal("CONT", held.process().pid());
        assertThat(held.next()).startsWith("the guard healed").endsWith("because nobody renewed its lease for 2 s");
    }

    @Test
    void theDeadlineHoldsThoughTheProcessLives() throws Exception {
        URI link = objects.disabled("link");
        Held held = holder(Guard.LEASE, Duration.ofSeconds(1), link);
        await().atMost(SOON).until(() -> objects.isEnabled(link) && !ProcessStart.stopped(victim.pid()));
        assertThat(held.next()).contains("because its deadline of 1 s passed");
        // A call that was under way all the time acts only now, and then its process dies.
        objects.disabled("link");
        held.process().destroyForcibly();
        await().atMost(SOON).until(() -> objects.isEnabled(link));
    }

    @Test
    void signalsOfATerminalDoNotEndItBeforeItHealed() throws Exception {
        URI link = objects.disabled("link");
        Held held = holder(Guard.LEASE, LONG, link);
        for (String signal : List.of("INT", "HUP", "TERM")) {
            signal(signal, held.guard());
        }
        held.process().destroyForcibly();
        await().atMost(SOON).until(() -> objects.isEnabled(link));
        await().atMost(SOON).until(() -> ProcessHandle.of(held.guard()).isEmpty());
    }

    @Test
    void itTriesUntilTheServerTakesTheHeal() throws Exception {
        URI link = objects.disabled("link");
        objects.refuse(true);
        Held held = holder(Guard.LEASE, LONG, link);
        held.process().destroyForcibly();
        await().atMost(SOON).until(() -> Files.readString(log).contains("object-4 not healed yet"));
        assertThat(ProcessHandle.of(held.guard())).isPresent();
        objects.refuse(false);
        await().atMost(SOON).until(() -> objects.isEnabled(link));
    }

    @Test
    void aServerThatHangsHoldsUpNoOtherHealing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/link");
            URI link = objects.disabled("link");
            Held held = holder(Guard.LEASE, LONG, link, hanging);
            held.process().destroyForcibly();
            await().atMost(SOON).until(() -> objects.isEnabled(link) && !ProcessStart.stopped(victim.pid()));
        }
    }

    @Test
    void whatWasReleasedOrIsGoneIsLeftAlone() throws Exception {
        URI released = objects.disabled("released");
        URI vanished = objects.disabled("vanished");
        try (Guard guard = Guard.start("test", log, alarms::add)) {
            guard.hold("released", LONG, List.of(enable(released)));
            guard.hold("vanished", LONG, List.of(enable(vanished)));
            guard.release("released");
            objects.forget(vanished);
            long resident = residentKib(guard.pid());
            System.out.println("guard: " + resident / 1024 + " MiB resident");
            assertThat(resident).isLessThan(MOST_RESIDENT_KIB);
        }
        await().atMost(SOON).until(() -> Files.readString(log).contains("vanished healed"));
        assertThat(Files.readString(log)).doesNotContain("released healed");
        assertThat(objects.isEnabled(released)).isFalse();
        assertThat(alarms).isEmpty();
    }

    @Test
    void theDeathOfTheGuardIsTold() throws Exception {
        try (Guard guard = Guard.start("test", log, alarms::add)) {
            ProcessHandle.of(guard.pid()).orElseThrow().destroyForcibly();
            await().atMost(SOON).until(() -> alarms.contains("the guard (process " + guard.pid() + ") ended"));
        }
    }

    @Test
    void anObjectThatShouldBeGoneIsDeleted() throws Exception {
        URI toxic = objects.disabled("toxic");
        try (Guard guard = Guard.start("test", log, alarms::add)) {
            guard.hold("toxic", Duration.ZERO, List.of(new Restore("DELETE", toxic, "", "")));
            await().atMost(SOON).until(() -> Files.readString(log).contains("toxic healed"));
        }
        assertThat(alarms).singleElement().asString().contains("its deadline of 0 s passed");
    }

    private static Restore enable(URI object) {
        return new Restore("POST", object, "{\"enabled\":true}", "\"enabled\":true");
    }

    private record Held(Process process, BufferedReader output, long guard) {
        private String next() throws IOException {
            return output.readLine();
        }
    }

    private Held holder(Duration lease, Duration deadline, URI... objects) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                log.toString(),
                Long.toString(lease.toMillis()),
                Long.toString(deadline.toMillis()),
                Long.toString(victim.pid())));
        for (URI object : objects) {
            command.add(object.toString());
        }
        Process process = process(new ProcessBuilder(command).redirectErrorStream(true));
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        assertThat(line).startsWith("holding ");
        return new Held(process, output, Long.parseLong(line.substring("holding ".length())));
    }

    private Process process(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
