package dev.aftershock.engine;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The recording of a probe that samples every 10 ms for 6 s, and of a fault at 2 s that is healed at 4 s. */
final class RecordedRun {

    static final long MS = 1_000_000;
    static final SeriesSpec SERIES = new SeriesSpec(10 * MS, 200 * MS, 50 * MS, 500 * MS, 0.01);

    final List<TimelineEvent> events = new ArrayList<>(List.of(
            event(1_990, Type.STEADY, "writes"),
            event(2_000, Type.FAULT_ISSUED, "1-kill"),
            event(2_002, Type.FAULT_EFFECT, "1-kill"),
            event(4_000, Type.HEAL_ISSUED, "1-kill"),
            event(4_001, Type.HEAL_RETURNED, "1-kill"),
            event(4_002, Type.HEAL_VERIFIED, "1-kill")));
    final List<LedgerEntry> entries = new ArrayList<>();
    final List<Moment> pauses = new ArrayList<>();
    Optional<List<Survivor>> survivors = Optional.of(List.of());
    Optional<Duration> rto = Optional.of(Duration.ofSeconds(1));
    Optional<Objectives.Rpo> rpo = Optional.empty();
    Objectives.Start clock = Objectives.Start.FAULT;
    OptionalInt traffic = OptionalInt.empty();
    Optional<Duration> mtd = Optional.empty();
    Optional<Duration> workRecovery = Optional.empty();
    boolean ledger;
    long firstSampleMs;
    long endMs = 6_000;
    int keys = 1;
    Map<String, String> machine = Map.of();

    static TimelineEvent event(long atMs, Type type, String subject) {
        return event(atMs, type, subject, Map.of("evidence", "seen"));
    }

    static TimelineEvent event(long atMs, Type type, String subject, Map<String, String> facts) {
        return new TimelineEvent(atMs * MS, type, subject, facts);
    }

    void rtoMillis(long millis) {
        rto = Optional.of(Duration.ofMillis(millis));
    }

    void write(long seq, long atMs) {
        write(seq, atMs, LedgerEntry.Result.ACK);
    }

    void write(long seq, long atMs, LedgerEntry.Result result) {
        entries.add(new LedgerEntry(3, seq, 7, atMs * MS, (atMs + 1) * MS, result, ""));
    }

    /** Judges it with every answer bad from one time to another, for the last of the keys at least. */
    Assessment judge(long downFromMs, long downToMs) {
        return Judge.judge(recording(downFromMs, downToMs));
    }

    Recording recording(long downFromMs, long downToMs) {
        List<Sample> samples = new ArrayList<>();
        for (long at = firstSampleMs; at < endMs; at += 10) {
            int key = (int) (at / 10 % keys);
            // With several keys all but the last are back after half of the time.
            long backAt = key == keys - 1 ? downToMs : (downFromMs + downToMs) / 2;
            Outcome outcome = at >= downFromMs && at < backAt ? Outcome.FAIL_FAST : Outcome.OK;
            samples.add(new Sample(at * MS, at * MS, (at + 1) * MS, outcome, "", key));
        }
        Map<String, Recording.LedgerRecord> ledgers =
                ledger ? Map.of("writes", new Recording.LedgerRecord(entries, survivors)) : Map.of();
        return new Recording(header(), events, Map.of("writes", samples), pauses, ledgers);
    }

    /** The first finding about a topic. */
    static Finding finding(Assessment assessment, Finding.Topic topic) {
        return assessment.findings().stream()
                .filter(finding -> finding.topic() == topic)
                .findFirst()
                .orElseThrow();
    }

    private RunHeader header() {
        return new RunHeader(
                "run",
                "title",
                "hypothesis",
                "file.yaml",
                "2026-01-01T00:00:00Z",
                new Objectives(rto, rpo, clock, mtd, workRecovery),
                traffic,
                List.of(new RunHeader.ProbeHeader("writes", "toy", "write", SERIES, ledger)),
                List.of("kill"),
                1,
                machine);
    }
}
