package dev.aftershock.processes;

import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.RestartableProcess;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** A real process, possibly with children, whose heartbeats are counted; it can be started again. */
final class PulsingProcess implements RestartableProcess, AutoCloseable {

    private static final Duration START_BOUND = Duration.ofSeconds(20);
    private static final Duration BEATS_BOUND = Duration.ofSeconds(2);
    private static final Duration LOOKS = Duration.ofMillis(5);
    private static final Duration SILENCE = Duration.ofMillis(200);

    private final int generations;
    private final Path record = Files.createTempFile("pulse", ".txt");
    private final List<ProcessHandle> everStarted = new ArrayList<>();
    private ProcessIdentity identity;
    private Set<Long> pids = Set.of();

    PulsingProcess(int generations) throws IOException {
        this.generations = generations;
        this.identity = launch();
    }

    private ProcessIdentity launch() throws IOException {
        // A file rather than a pipe: the pipe's reader ends with the first generation.
        Process process = Pulse.program(generations)
                .redirectOutput(record.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        everStarted.add(process.toHandle());
        await().atMost(START_BOUND).until(() -> beats().size() == generations + 1);
        pids = beats().keySet();
        process.descendants().forEach(everStarted::add);
        return ProcessIdentity.of(process.toHandle()).orElseThrow();
    }

    private Map<Long, Integer> beats() throws IOException {
        Map<Long, Integer> beats = new HashMap<>();
        String text = Files.readString(record, StandardCharsets.US_ASCII);
        text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .forEach(line -> beats.merge(Long.parseLong(line), 1, Integer::sum));
        return beats;
    }

    /** The processes of the family. */
    Set<Long> pids() {
        return pids;
    }

    boolean everyOneBeats() {
        try {
            Map<Long, Integer> before = beats();
            await().atMost(BEATS_BOUND).until(() -> {
                Map<Long, Integer> now = beats();
                return pids.stream().allMatch(pid -> now.getOrDefault(pid, 0) > before.getOrDefault(pid, 0) + 1);
            });
            return true;
        } catch (ConditionTimeoutException | IOException e) {
            return false;
        }
    }

    boolean silent(Set<Long> some) throws IOException {
        Map<Long, Integer> before = beats();
        await().pollDelay(SILENCE).until(() -> true);
        Map<Long, Integer> now = beats();
        return some.stream().allMatch(pid -> Objects.equals(before.get(pid), now.get(pid)));
    }

    /** For how long the one that is silent longest is so, within so much time. */
    Duration longestSilence(Duration within) {
        MonotonicClock clock = MonotonicClock.startingNow();
        Map<Long, Integer> last = new HashMap<>();
        Map<Long, Long> since = new HashMap<>();
        long[] longest = {0};
        await().pollDelay(Duration.ZERO).pollInterval(LOOKS).until(() -> {
            long now = clock.nanos();
            Map<Long, Integer> beats = beats();
            for (Long pid : pids) {
                longest[0] = Math.max(longest[0], now - since.getOrDefault(pid, now));
                if (!Objects.equals(last.put(pid, beats.get(pid)), beats.get(pid))) {
                    since.put(pid, now);
                }
            }
            return now > within.toNanos();
        });
        return Duration.ofNanos(longest[0]);
    }

    @Override
    public ProcessIdentity identity() {
        return identity;
    }

    @Override
    public void restart() throws IOException {
        if (identity.alive().isEmpty()) {
            identity = launch();
        }
    }

    @Override
    public HealCheck restored() {
        return identity.alive().isPresent() && everyOneBeats()
                ? HealCheck.healed("process " + identity.pid() + " beats")
                : HealCheck.notHealed("process " + identity.pid() + " does not beat");
    }

    @Override
    public void close() throws IOException {
        Files.delete(record);
        everStarted.forEach(ProcessHandle::destroyForcibly);
    }
}
