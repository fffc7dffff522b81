import com.sun.management.ThreadMXBean;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.probes.LedgerJournal;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Journals writes and their answers on one thread, and reads the journal back. */
public final class JournalSpeed {

    private static final int WRITERS = 24;

    private JournalSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[1]);
        for (int round = 1; round <= 3; round++) {
            round(Path.of(arguments[0], "journal-" + round), size);
        }
    }

    private static void round(Path file, int size) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = System.nanoTime();
        try (LedgerJournal journal = LedgerJournal.create(file)) {
            for (int i = 0; i < size; i++) {
                journal.invoked(i % WRITERS, i / WRITERS + 1, i * 0x9E3779B97F4A7C15L, i);
                journal.answered(i % WRITERS, i / WRITERS + 1, i + 1, Result.ACK, "10.0.0.1:5432");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
        start = System.nanoTime();
        int read = LedgerJournal.read(file).size();
        double reading = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "journal: %,.0f writes/s (two records each), %d B allocated and %d B of file per "
                + "write; reading back %,d writes %.2f s%n", size / seconds, bytes / size, Files.size(file) / size, read, reading);
        Files.delete(file);
    }
}
