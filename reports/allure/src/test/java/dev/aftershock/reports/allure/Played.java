package dev.aftershock.reports.allure;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A run as it could have been recorded: a write every 5 ms, the fault at 2 s, healing at 3 s. */
final class Played {

    static final long MS = 1_000_000L;
    static final String HOSTILE = "<script>alert('x')</script> ]]> | \n\u001B[31mred\u001B[0m \u0000\u202E=1+1";

    String run = "run-1";
    String title = "Orders survive the loss of their primary database";
    String text = "process 4711 is gone";
    long downUntil = 2_500 * MS;
    long rto = 2_000 * MS;
    int lost;
    boolean healed = true;
    boolean effect = true;
    boolean steady = true;
    boolean blind;
    boolean written = true;
    boolean altered;
    boolean aborted;
    Map<String, String> machine = Map.of("os", "Linux amd64", "java", "17", "observer-max-gap-ns", "2000000");

    private final List<TimelineEvent> events = new ArrayList<>();

    private void event(long millis, Type type, String subject, String... facts) {
        Map<String, String> map =
                facts.length == 0 ? Map.of() : facts.length == 2 ? Map.of(facts[0], facts[1]) : two(facts);
        events.add(new TimelineEvent(millis * MS, type, subject, map));
    }

    private static Map<String, String> two(String... facts) {
        return Map.of(facts[0], facts[1], facts[2], facts[3]);
    }

    private void play() {
        event(0, Type.PHASE, "calibrate");
        event(100, Type.CALIBRATED, "instrument", "error-ns", "400000", "max-gap-ns", "2000000");
        event(110, Type.PHASE, "baseline");
        if (!steady) {
            event(1_900, Type.NOT_STEADY, "orders-write", "reason", text);
            return;
        }
        event(1_900, Type.STEADY, "orders-write");
        event(1_950, Type.PHASE, "method");
        event(2_000, Type.FAULT_ISSUED, "step-1", "kind", "process-kill", "target", "orders-db.primary");
        if (effect) {
            event(2_004, Type.FAULT_EFFECT, "step-1", "evidence", text);
        } else {
            event(2_900, Type.FAULT_NO_EFFECT, "step-1", "reason", text);
        }
        event(2_100, Type.SYSTEM, "orders-db.primary", "kind", "DETECTED", "detail", text);
        if (aborted) {
            event(2_900, Type.ABORTED, "method", "reason", text);
        }
        event(2_990, Type.PHASE, "heal");
        event(3_000, Type.HEAL_ISSUED, "step-1");
        event(3_100, Type.HEAL_RETURNED, "step-1");
        if (healed) {
            event(3_200, Type.HEAL_VERIFIED, "step-1", "evidence", "it runs again");
        } else {
            event(3_200, Type.HEAL_UNVERIFIED, "step-1", "reason", text);
        }
        event(6_000, Type.PHASE, "settle");
        event(6_100, Type.SETTLED, "orders-write", "survivors", "1100");
    }

    private List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (long due = 150 * MS; due < 6_000 * MS; due += 5 * MS) {
            if (blind && due >= 2_200 * MS && due < 2_900 * MS) {
                continue;
            }
            boolean down = due >= 2_000 * MS && due < downUntil;
            samples.add(
                    down
                            ? new Sample(due, due, due + MS, Outcome.FAIL_FAST, text)
                            : new Sample(due, due, due + 2 * MS, Outcome.OK));
        }
        return samples;
    }

    private Recording.LedgerRecord ledger(List<Sample> samples) {
        List<LedgerEntry> entries = new ArrayList<>();
        List<Survivor> survivors = new ArrayList<>();
        long beforeFault =
                samples.stream().filter(sample -> sample.due() < 2_000 * MS).count();
        long seq = 0;
        for (Sample sample : samples) {
            boolean ok = written && sample.outcome() == Outcome.OK;
            LedgerEntry.Result result = ok ? LedgerEntry.Result.ACK : LedgerEntry.Result.REFUSED;
            entries.add(new LedgerEntry(1, ++seq, seq, sample.sent(), sample.done(), result, "primary"));
            boolean gone = seq > beforeFault - lost && seq <= beforeFault;
            if (ok && !gone) {
                survivors.add(new Survivor(1, seq, altered ? seq + 1 : seq, 1));
            }
        }
        return new Recording.LedgerRecord(entries, Optional.of(survivors));
    }

    RunResult result(Path directory) {
        events.clear();
        play();
        List<Sample> samples = samples();
        SeriesSpec series = new SeriesSpec(5 * MS, 1_000 * MS, 50 * MS, 1_000 * MS, 0.01);
        RunHeader header = new RunHeader(
                run,
                title,
                "Writes are accepted again within 2 s.",
                "postgres-failover.yaml",
                "2026-11-22T10:15:00Z",
                new Objectives(Optional.of(Duration.ofNanos(rto)), Optional.of(new Objectives.Writes(0))),
                OptionalInt.empty(),
                List.of(new RunHeader.ProbeHeader("orders-write", "jdbc-ledger", "write", series, true)),
                List.of("kill orders-db.primary"),
                42,
                machine);
        Recording recording = new Recording(
                header, events, Map.of("orders-write", samples), List.of(), Map.of("orders-write", ledger(samples)));
        return new RunResult(directory, recording, Judge.judge(recording), List.of(), List.of());
    }
}
