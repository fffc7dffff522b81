package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.reports.files.FilesReporter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Makes the record of a large run, {@code make DIR SAMPLES}, or measures its reports, {@code measure DIR}. */
final class ReportFigures {

    private static final long MS = 1_000_000;
    private static final int PROBES = 4;

    private ReportFigures() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("make")) {
            make(folder, Integer.parseInt(arguments[2]) / PROBES);
        } else {
            measure(folder);
        }
    }

    /** A failover in the middle: 0.8 s down, and a slow answer now and then, which is what reports must not stumble over. */
    private static void make(Path folder, int each) throws IOException {
        RunStore store = RunStore.create(folder);
        long fault = each * MS;
        event(store, 10 * MS, TimelineEvent.Type.CALIBRATED, Map.of("error-ns", "400000", "max-gap-ns", "2900000"));
        event(store, fault, TimelineEvent.Type.FAULT_ISSUED, Map.of("kind", "process-kill", "target", "db.primary"));
        event(store, fault + 9 * MS, TimelineEvent.Type.FAULT_EFFECT, Map.of("evidence", "process 4711 is gone"));
        event(store, fault + 3_000 * MS, TimelineEvent.Type.HEAL_ISSUED, Map.of());
        event(store, fault + 3_500 * MS, TimelineEvent.Type.HEAL_VERIFIED, Map.of("evidence", "it streams"));
        List<RunHeader.ProbeHeader> probes = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            SeriesSpec series = new SeriesSpec(2 * MS, 1_000 * MS, 50 * MS, 2_000 * MS, 0.01);
            String name = "probe-" + i;
            probes.add(new RunHeader.ProbeHeader(name, i == 0 ? "jdbc-ledger" : "tcp", "requests", series, i == 0));
            List<Sample> samples = samples(new Random(i), each, fault);
            store.writeSamples(name, samples);
            if (i == 0) {
                ledger(store, name, samples);
            }
        }
        store.writePauses(List.of());
        Objectives objectives = new Objectives(Optional.of(Duration.ofSeconds(5)), Optional.of(new Objectives.Writes(0)));
        store.seal(new RunHeader("run", "A large run", "It is reported soon.", "large.yaml", "2026-11-22T10:15:00Z", objectives,
                OptionalInt.empty(), probes, List.of(), 42, Map.of("os", "Linux")));
    }

    private static void event(RunStore store, long at, TimelineEvent.Type type, Map<String, String> facts) {
        store.append(new TimelineEvent(at, type, "step-1", facts));
    }

    private static List<Sample> samples(Random random, int count, long fault) {
        List<Sample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long due = i * 2 * MS;
            long sent = due + 20_000 + random.nextInt(90_000);
            long latency = (long) (1.7 * MS + 0.3 * MS * Math.abs(random.nextGaussian())) * (random.nextInt(400) == 0 ? 40 : 1);
            boolean down = due >= fault && due < fault + 800 * MS;
            samples.add(down
                    ? new Sample(due, sent, sent + MS / 3, Outcome.FAIL_FAST, "connection refused, port " + i % 7)
                    : new Sample(due, sent, sent + latency, Outcome.OK));
        }
        return samples;
    }

    private static void ledger(RunStore store, String probe, List<Sample> samples) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        List<Survivor> survivors = new ArrayList<>();
        long seq = 0;
        for (Sample sample : samples) {
            boolean ok = sample.outcome() == Outcome.OK;
            LedgerEntry.Result result = ok ? LedgerEntry.Result.ACK : LedgerEntry.Result.REFUSED;
            entries.add(new LedgerEntry(1, ++seq, seq * 31, sample.sent(), sample.done(), result, ok ? "db.primary" : ""));
            if (ok && seq % 10_007 != 0) {
                survivors.add(new Survivor(1, seq, seq * 31, 1));
            }
        }
        store.writeLedger(probe, entries);
        store.writeReads(probe, List.of());
        store.writeSurvivors(probe, survivors);
    }

    private static void measure(Path folder) throws Exception {
        Recording[] recording = new Recording[1];
        Assessment[] assessment = new Assessment[1];
        byte[][] table = new byte[1][];
        String read = timed("read", () -> recording[0] = RunStore.load(folder));
        String judged = timed("judge", () -> assessment[0] = Judge.judge(recording[0]));
        String reported = timed("report", () -> new FilesReporter()
                .report(new RunResult(folder, recording[0], assessment[0], List.of(), List.of()), List.of()));
        long peak = peak();
        String digested = timed("digest", () -> digest(folder));
        table[0] = table(folder);
        String deflated = timed("deflate", () -> deflate(table[0], folder.resolve("plain.tmp")));
        System.out.println(read + judged + reported + "peak=" + (peak >> 20) + " " + digested + deflated);
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Its time by the clock, and what of that this thread had a processor for: the machine may be busy with other things. */
    private static String timed(String what, Action action) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = System.nanoTime();
        long used = threads.getCurrentThreadCpuTime();
        action.run();
        used = threads.getCurrentThreadCpuTime() - used;
        return String.format("%s=%.3f %s-cpu=%.3f ", what, (System.nanoTime() - begin) / 1e9, what, used / 1e9);
    }

    /** The most that was in the heap, in bytes: what each of its parts held at most, together. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static void digest(Path folder) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String line : Files.readAllLines(folder.resolve("SHA256SUMS"))) {
            digest.update(Files.readAllBytes(folder.resolve(line.substring(66))));
        }
        digest.digest();
    }

    /** The bytes of the table of samples. */
    private static byte[] table(Path folder) throws IOException {
        if (Files.exists(folder.resolve("samples.csv"))) {
            return Files.readAllBytes(folder.resolve("samples.csv"));
        }
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("samples.csv.gz")), 1 << 16)) {
            return in.readAllBytes();
        }
    }

    private static void deflate(byte[] bytes, Path file) throws IOException {
        try (OutputStream out = new Fast(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        Files.delete(file);
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
