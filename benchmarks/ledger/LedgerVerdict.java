import com.sun.management.ThreadMXBean;
import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Survivors;
import dev.aftershock.measurement.WriteLog;
import dev.aftershock.measurement.Writes;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** One line per size: how long the verdict takes beside putting the same keys in a HashSet, and what it allocates. */
public final class LedgerVerdict {

    private static final int WRITERS = 24;
    private static final long SPACING = 1_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private LedgerVerdict() {}

    public static void main(String[] arguments) {
        int rounds = Integer.parseInt(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            report(Integer.parseInt(arguments[i]), rounds);
        }
    }

    private static void report(int size, int rounds) {
        Cost<Writes> recorded = cost(() -> record(size));
        Writes writes = recorded.result();
        Survivors survivors = survivors(writes);
        Moment fault = new Moment(size * SPACING - 50_000, size * SPACING - 49_000);
        System.gc();
        Cost<LedgerFindings> first = cost(() -> LedgerAnalysis.compare(writes, survivors, fault));
        long verdict = first.nanos();
        long set = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            set = Math.min(set, cost(() -> hashSet(writes)).nanos());
            verdict = Math.min(verdict, cost(() -> LedgerAnalysis.compare(writes, survivors, fault)).nanos());
        }
        String beside = rounds == 0
                ? ""
                : String.format(Locale.ROOT, ", HashSet<Long> %.3f s, ratio %.2f", set / 1e9, (double) verdict / set);
        System.out.printf(Locale.ROOT,
                "%,12d writes: verdict %.3f s (first %.3f s, of which %.3f s on a processor)%s; "
                        + "allocated per write: recording %.1f B, verdict %.1f B; lost %d%n",
                size, verdict / 1e9, first.nanos() / 1e9, first.processor() / 1e9, beside,
                (double) recorded.bytes() / size, (double) first.bytes() / size, first.result().lost().size());
    }

    private static Writes record(int size) {
        WriteLog log = new WriteLog();
        for (int i = 0; i < size; i++) {
            int place = log.invoked(i % WRITERS, i / WRITERS + 1, i * 0x9E3779B97F4A7C15L, i * SPACING);
            log.answered(place, i * SPACING + 500, i % 1000 == 7 ? Result.INDET : Result.ACK, "10.0.0.1:5432");
        }
        return log.snapshot();
    }

    /** As the database would list them: by writer and number. Lost are the last 100 and one in 10,000. */
    private static Survivors survivors(Writes writes) {
        Survivors.Builder rows = new Survivors.Builder();
        for (int writer = 0; writer < WRITERS; writer++) {
            for (int i = writer; i < writes.size() - 100; i += WRITERS) {
                if (i % 10_000 != 9) {
                    rows.add(writer, writes.seq(i), writes.hash(i), 1);
                }
            }
        }
        return rows.build();
    }

    private static Set<Long> hashSet(Writes writes) {
        Set<Long> keys = new HashSet<>();
        for (int i = 0; i < writes.size(); i++) {
            keys.add(writes.seq(i) * WRITERS + writes.writer(i));
        }
        return keys;
    }

    private static <T> Cost<T> cost(Supplier<T> work) {
        long thread = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long processor = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        T result = work.get();
        long nanos = System.nanoTime() - start;
        processor = THREADS.getCurrentThreadCpuTime() - processor;
        return new Cost<>(result, nanos, processor, THREADS.getThreadAllocatedBytes(thread) - bytes);
    }

    private record Cost<T>(T result, long nanos, long processor, long bytes) {}
}
