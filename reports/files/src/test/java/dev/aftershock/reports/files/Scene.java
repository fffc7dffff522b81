package dev.aftershock.reports.files;

import dev.aftershock.engine.Judge;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Recording;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.Survivor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * A run as it could have been recorded, judged by the real judge: a failover of a database with a write every 2 ms, the
 * fault at 3.2 s, 0.63 s of blackout, healing at 5 s and redundancy at 6 s.
 */
final class Scene {

    static final long MS = 1_000_000L;
    static final long FAULT = 3_200 * MS;
    static final long EFFECT = FAULT + 11 * MS;

    private final List<TimelineEvent> events = new ArrayList<>();
    private final Map<String, List<Sample>> samples = new HashMap<>();
    private final Map<String, Recording.LedgerRecord> ledgers = new HashMap<>();
    private final List<RunHeader.ProbeHeader> probes = new ArrayList<>();
    final List<Moment> pauses = new ArrayList<>();
    String title = "Orders survive the loss of their primary database";
    String detail = "connection refused";
    String member = "orders-db.primary";
    String source = "postgres-failover.yaml";
    Optional<Objectives> promised = Optional.empty();
    OptionalLong rto = OptionalLong.of(5_000 * MS);
    long every = 2 * MS;
    long length = 10_000 * MS;

    /** What a probe sees at a moment. */
    interface World {
        Sample sample(long due, long latency);
    }

    static Scene failover() {
        Scene scene = new Scene();
        scene.prelude();
        scene.faultAndHeal();
        scene.failoverEvents();
        return scene;
    }

    Scene event(long at, Type type, String subject, String... facts) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            map.put(facts[i], facts[i + 1]);
        }
        events.add(new TimelineEvent(at, type, subject, map));
        return this;
    }

    Scene prelude() {
        event(0, Type.PHASE, "prepare").event(20 * MS, Type.PHASE, "start orders-db");
        event(400 * MS, Type.PHASE, "calibrate");
        event(990 * MS, Type.CALIBRATED, "instrument", "error-ns", "412000", "max-gap-ns", "2900000");
        event(1_000 * MS, Type.PHASE, "baseline");
        return this;
    }

    Scene faultAndHeal() {
        event(3_150 * MS, Type.STEADY, "orders-write").event(3_180 * MS, Type.PHASE, "method");
        event(FAULT, Type.FAULT_ISSUED, "step-1", "kind", "process-kill", "target", member);
        event(EFFECT, Type.FAULT_EFFECT, "step-1", "evidence", "process 4711 is gone");
        event(FAULT + 20 * MS, Type.PHASE, "recover").event(4_990 * MS, Type.PHASE, "heal");
        event(5_000 * MS, Type.HEAL_ISSUED, "step-1", "target", member);
        event(5_400 * MS, Type.HEAL_RETURNED, "step-1");
        event(5_600 * MS, Type.HEAL_VERIFIED, "step-1", "evidence", "streams from the new primary");
        event(5_610 * MS, Type.PHASE, "watch the heal").event(9_900 * MS, Type.PHASE, "settle");
        event(10_400 * MS, Type.SETTLED, "orders-write", "survivors", "4812");
        event(10_450 * MS, Type.PHASE, "record");
        return this;
    }

    Scene failoverEvents() {
        system(FAULT + 214 * MS, "DETECTED", "primary did not answer for 200 ms");
        system(FAULT + 402 * MS, "FENCED", "old primary fenced");
        system(FAULT + 598 * MS, "PROMOTED", "standby is primary on timeline 2");
        system(5_120 * MS, "REJOINING", "fresh copy of the new primary");
        return system(6_000 * MS, "REDUNDANT", "standby streams");
    }

    Scene system(long at, String kind, String text) {
        return event(at, Type.SYSTEM, member, "kind", kind, "detail", text);
    }

    /** A probe over the whole scene, sampling from 1 s to its end. */
    Scene probe(String name, boolean ledger, World world) {
        SeriesSpec series = new SeriesSpec(every, 1_000 * MS, 50 * MS, 2_000 * MS, 0.01);
        String kind = ledger ? "jdbc-ledger" : "tcp";
        String words = ledger ? "write, kept connection" : "new connection";
        probes.add(new RunHeader.ProbeHeader(name, kind, words, series, ledger));
        Random random = new Random(name.hashCode());
        List<Sample> list = new ArrayList<>();
        for (long due = 1_000 * MS; due < length; due += every) {
            long latency = (long) (1.7 * MS + 0.25 * MS * Math.abs(random.nextGaussian()));
            list.add(world.sample(due, random.nextInt(400) == 0 ? latency * 3 : latency));
        }
        samples.put(name, list);
        return this;
    }

    World down(long from, long to) {
        return (due, latency) -> {
            if (due >= from - MS && due < to) {
                return new Sample(due, due, due + 4 * MS / 10, Outcome.FAIL_FAST, detail);
            }
            return up(due, latency);
        };
    }

    World slow(long from, long to, long by) {
        return (due, latency) -> up(due, due >= from && due < to ? latency + by : latency);
    }

    /** Down as in {@link #down}, but the client tries again until it is up. */
    World retried(long from, long to) {
        return (due, latency) -> due >= from && due < to
                ? new Sample(due, due, to + latency, Outcome.OK, "", 0, 2 + (int) ((to - due) / (200 * MS)))
                : up(due, latency);
    }

    /** As told, over three shards in turn. */
    World sharded(World world) {
        return (due, latency) -> {
            Sample sample = world.sample(due, latency);
            int shard = (int) (due / every % 3);
            return new Sample(due, due, sample.done(), sample.outcome(), sample.detail(), shard);
        };
    }

    static Sample up(long due, long latency) {
        return new Sample(due, due, due + latency, Outcome.OK);
    }

    /** Every sample of the probe was a write; those of the lost ones were acknowledged and are gone. */
    Scene ledger(String probe, Set<Long> lost) {
        List<LedgerEntry> entries = new ArrayList<>();
        List<Survivor> survivors = new ArrayList<>();
        long seq = 0;
        for (Sample sample : samples.get(probe)) {
            boolean ok = sample.outcome() == Outcome.OK;
            LedgerEntry.Result result = ok ? LedgerEntry.Result.ACK : LedgerEntry.Result.REFUSED;
            entries.add(new LedgerEntry(1, ++seq, seq * 31, sample.sent(), sample.done(), result, ok ? member : ""));
            if (ok && !lost.contains(seq)) {
                survivors.add(new Survivor(1, seq, seq * 31, 1));
            }
        }
        ledgers.put(probe, new Recording.LedgerRecord(entries, Optional.of(survivors)));
        return this;
    }

    private Objectives objectives() {
        return new Objectives(
                rto.isPresent() ? Optional.of(Duration.ofNanos(rto.getAsLong())) : Optional.empty(),
                Optional.of(new Objectives.Writes(0)));
    }

    RunResult result(Path directory) {
        RunHeader header = new RunHeader(
                "20261122-101500-7f3a",
                title,
                "Writes are accepted again within 5 s, and no acknowledged write is lost.",
                source,
                "2026-11-22T10:15:00Z",
                promised.orElseGet(this::objectives),
                OptionalInt.of(20_000),
                probes,
                List.of("kill " + member),
                42,
                Map.of("os", "Linux amd64", "java", "17.0.15", "processors", "2", "observer-max-gap-ns", "2900000"));
        Recording recording = new Recording(header, events, samples, pauses, ledgers);
        return new RunResult(directory, recording, Judge.judge(recording), List.of(), List.of());
    }
}
