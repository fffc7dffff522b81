package dev.aftershock.reports.browser;

import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Judge;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Recording;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.reports.allure.AllureReporter;
import dev.aftershock.reports.files.FilesReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A run as it could have been recorded, judged by the real judge: a fault at 4 s, healing at 7 s. */
final class Runs {

    private static final long MS = 1_000_000L;
    private static final long FAULT = 4_000 * MS;
    private static final long HEAL = 7_000 * MS;

    String run = "run-1";
    String title = "Orders survive the loss of their primary database";
    String name = "orders-write";
    String text = "process 4711 is gone";
    long down = 900 * MS;
    long slow;
    int lost;
    long every = 5 * MS;

    private final List<TimelineEvent> events = new ArrayList<>();

    /** The primary is lost, and the standby takes over. */
    static Runs pass() {
        return new Runs();
    }

    /** The standby lacked what the primary had acknowledged last. */
    static Runs lostWrites() {
        Runs runs = new Runs();
        runs.title = "Orders survive the loss of the primary's region";
        runs.lost = 23;
        return runs;
    }

    /** Every answer is late, none fails. */
    static Runs brownout() {
        Runs runs = new Runs();
        runs.title = "Orders slow down but none fails while the link is slow";
        runs.down = 0;
        runs.slow = 200 * MS;
        return runs;
    }

    /** Each word of it tries to be more than a word. */
    static Runs hostile(String payload) {
        Runs runs = new Runs();
        runs.run = payload;
        runs.title = payload;
        runs.name = payload;
        runs.text = payload;
        runs.lost = 5;
        runs.every = 50 * MS;
        return runs;
    }

    private void event(long millis, Type type, String subject, Map<String, String> facts) {
        events.add(new TimelineEvent(millis * MS, type, subject, facts));
    }

    private void play() {
        event(0, Type.PHASE, "calibrate", Map.of());
        event(100, Type.CALIBRATED, "instrument", Map.of("error-ns", "400000", "max-gap-ns", "2000000"));
        event(110, Type.PHASE, "baseline", Map.of());
        event(3_900, Type.STEADY, name, Map.of());
        event(3_950, Type.PHASE, "method", Map.of());
        event(4_000, Type.FAULT_ISSUED, "1-" + name, Map.of("kind", "process-kill", "target", name + ".primary"));
        event(4_004, Type.FAULT_EFFECT, "1-" + name, Map.of("evidence", text));
        event(4_310, Type.SYSTEM, name + ".standby", Map.of("kind", "DETECTED", "detail", text));
        event(4_640, Type.SYSTEM, name + ".standby", Map.of("kind", "PROMOTED", "detail", text));
        event(6_990, Type.PHASE, "heal", Map.of());
        event(7_000, Type.HEAL_ISSUED, "1-" + name, Map.of("target", name));
        event(7_100, Type.HEAL_RETURNED, "1-" + name, Map.of());
        event(7_200, Type.HEAL_VERIFIED, "1-" + name, Map.of("evidence", text));
        event(7_300, Type.SYSTEM, name + ".primary", Map.of("kind", "REDUNDANT", "detail", text));
        event(11_000, Type.PHASE, "settle", Map.of());
        event(11_100, Type.SETTLED, name, Map.of("survivors", "2000"));
    }

    private List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (long due = 150 * MS; due < 11_000 * MS; due += every) {
            if (due >= FAULT && due < FAULT + down) {
                samples.add(new Sample(due, due, due + MS, Outcome.FAIL_FAST, text));
            } else {
                long latency = due >= FAULT && due < HEAL ? 2 * MS + slow : 2 * MS;
                samples.add(new Sample(due, due, due + latency + due / 1000 % (MS / 2), Outcome.OK));
            }
        }
        return samples;
    }

    private Recording.LedgerRecord ledger(List<Sample> samples) {
        List<LedgerEntry> entries = new ArrayList<>();
        List<Survivor> survivors = new ArrayList<>();
        long last = samples.stream().filter(sample -> sample.due() < FAULT).count();
        long seq = 0;
        for (Sample sample : samples) {
            boolean ok = sample.outcome() == Outcome.OK;
            LedgerEntry.Result result = ok ? LedgerEntry.Result.ACK : LedgerEntry.Result.REFUSED;
            entries.add(new LedgerEntry(1, ++seq, seq, sample.sent(), sample.done(), result, text));
            if (ok && (seq <= last - lost || seq > last)) {
                survivors.add(new Survivor(1, seq, seq, 1));
            }
        }
        return new Recording.LedgerRecord(entries, Optional.of(survivors));
    }

    RunResult result(Path directory) {
        events.clear();
        play();
        List<Sample> samples = samples();
        SeriesSpec series = new SeriesSpec(every, 1_000 * MS, 50 * MS, 2_000 * MS, 0.01);
        RunHeader header = new RunHeader(
                run,
                title,
                "Writes are accepted again within 5 s, and no acknowledged write is lost: " + text,
                title + ".yaml",
                "2026-11-22T10:15:00Z",
                new Objectives(Optional.of(Duration.ofSeconds(5)), Optional.of(new Objectives.Writes(0))),
                OptionalInt.empty(),
                List.of(new RunHeader.ProbeHeader(name, "jdbc-ledger", "write", series, true)),
                List.of("kill " + name),
                42,
                Map.of("os", "Linux amd64", "java", text, "observer-max-gap-ns", "2000000"));
        Recording recording =
                new Recording(header, events, Map.of(name, samples), List.of(), Map.of(name, ledger(samples)));
        return new RunResult(directory, recording, Judge.judge(recording), List.of(), List.of());
    }

    /** Writes both reports into a folder of the run's own. */
    RunResult reported(Path directory) throws IOException {
        RunResult result = result(Files.createDirectories(directory));
        List<Artifact> files = new FilesReporter().report(result, List.of());
        new AllureReporter().report(result, files);
        return result;
    }
}
