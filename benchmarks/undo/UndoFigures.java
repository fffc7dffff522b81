package dev.aftershock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** How fast the fault journal is: a durable intent against a bare fsync, and recovery from 100,000 records. Argument: a folder. */
final class UndoFigures {

    private static final int INTENTS = 2_000;
    private static final int FAULTS = 25_000;
    private static final int OPEN = 100;

    private UndoFigures() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        intents(folder);
        for (int round = 0; round < 3; round++) {
            recovery(folder.resolve("recovery-" + round));
        }
    }

    /** In turns, so that both see the same disk. */
    private static void intents(Path folder) throws IOException {
        StateDirectory state = new StateDirectory(folder.resolve("intents"));
        long[] ours = new long[INTENTS];
        long[] bare = new long[INTENTS];
        try (FaultJournal journal = FaultJournal.create(state, "run");
                FileChannel file = FileChannel.open(
                        folder.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] record = new byte[(int) Files.size(journal.file())];
            for (int i = 0; i < INTENTS; i++) {
                long begin = System.nanoTime();
                journal.intent("fault-" + i, recipe());
                long between = System.nanoTime();
                file.write(ByteBuffer.wrap(record));
                file.force(false);
                bare[i] = System.nanoTime() - between;
                ours[i] = between - begin;
            }
        }
        System.out.printf(
                "durable intent: p50 %.0f us, p99 %.0f us; bare fsync: p50 %.0f us, p99 %.0f us; %.2f x at p50%n",
                quantile(ours, 0.5),
                quantile(ours, 0.99),
                quantile(bare, 0.5),
                quantile(bare, 0.99),
                quantile(ours, 0.5) / quantile(bare, 0.5));
    }

    private static void recovery(Path folder) throws IOException {
        StateDirectory state = new StateDirectory(folder);
        Path file;
        try (FaultJournal journal = FaultJournal.create(state, "run")) {
            file = journal.file();
        }
        ByteBuffer records = ByteBuffer.allocate(1 << 26);
        records.put(record(Json.object().put("record", "owner").put("schema", 1).put("run", "run").put("process", "2000000000@1")));
        for (int i = 0; i < FAULTS; i++) {
            var intent = Json.object().put("record", "fault").put("id", "" + i).put("state", "INTENT");
            intent.put("kind", recipe().kind()).put("target", "worker").set("facts", Json.strings(recipe().facts()));
            records.put(record(intent));
            for (FaultState next : new FaultState[] {FaultState.APPLYING, FaultState.ACTIVE, FaultState.VERIFIED}) {
                if (next != FaultState.VERIFIED || i >= OPEN) {
                    records.put(record(Json.object().put("record", "fault").put("id", "" + i).put("state", next.name())));
                }
            }
        }
        Files.write(file, Arrays.copyOf(records.array(), records.position()));
        long begin = System.nanoTime();
        Leftovers.Report report = new Leftovers(Registry.onClassPath(), state).recover();
        System.out.printf(
                "recovery of %,d records, %d of %,d faults open: %.2f s, %d healed%n",
                4 * FAULTS - OPEN, OPEN, FAULTS, (System.nanoTime() - begin) / 1e9, report.healed().size());
    }

    private static ByteBuffer record(com.fasterxml.jackson.databind.JsonNode node) {
        return FaultJournal.encode(Json.write(node).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A process that is gone: healing it is looking. */
    private static UndoRecipe recipe() {
        return new UndoRecipe(
                "process-pause",
                "worker",
                Map.of("process", "2000000000@1", "children", "true", "known", "2000000000@1"));
    }

    /** In microseconds. */
    private static double quantile(long[] nanos, double share) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))] / 1e3;
    }
}
