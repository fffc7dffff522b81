package dev.aftershock.junit;

import dev.aftershock.engine.ChaosSession;
import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.probes.LedgerJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts which acknowledged writes of a test are lost, as a parameter of the test or of its {@code @BeforeEach} methods.
 *
 * <pre>{@code
 * @Test
 * void noOrderIsLost(Chaos chaos, RecoveryTimeline timeline, Ledger ledger) throws Exception {
 *     Observed orders = timeline.watch("orders", ledger.writing(shop::order));
 *     await().until(orders.steady());
 *     chaos.inject(part("process-kill", with("target", "orders-db.primary")));
 *     await().until(orders.recovered().within("5s"));
 *     orders.stop();
 *     assertThat(ledger.compareWith(() -> shop.ids())).lostNoAcknowledgedWrites();
 * }
 * }</pre>
 *
 * <p>A write is journaled before it is sent and after it was answered, in the test run's record. Thread-safe.
 */
public final class Ledger implements AutoCloseable {

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(20);
    private static final Duration APART = Duration.ofMillis(200);

    private final ChaosSession session;
    private final TestFaults faults;
    private final LedgerJournal journal;
    private final Marks marks;
    private final Queue<Writer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writers = new AtomicInteger();

    Ledger(ChaosSession session, TestFaults faults, String name) {
        this.session = session;
        this.faults = faults;
        this.marks = new Marks(name);
        Path file = session.directory().resolve("ledger").resolve(name + ".journal");
        try {
            this.journal = LedgerJournal.create(file);
        } catch (IOException e) {
            throw new UncheckedIOException("no ledger can be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes one record. */
    @FunctionalInterface
    public interface Write {

        /**
         * Sends the record.
         *
         * @param id its name, unique among all records; to be found again in {@link Ledger#compareWith}
         * @return true when the system acknowledged it, false when it surely did not take it, as by an answer that its request is
         *     wrong
         * @throws Exception when nobody knows, as after an answer 503 to what may have been kept before
         */
        boolean write(String id) throws Exception;
    }

    /** Who writes one record after the other. */
    private static final class Writer {
        private final int number;
        private long seq;

        Writer(int number) {
            this.number = number;
        }
    }

    /**
     * Writes the next record and notes what the system answered.
     *
     * @return what the write returned
     * @throws Exception what the write threw
     */
    public boolean write(Write write) throws Exception {
        Writer writer = free.poll();
        if (writer == null) {
            writer = new Writer(writers.getAndIncrement());
        }
        writer.seq++;
        try {
            return write(writer, write);
        } finally {
            free.add(writer);
        }
    }

    private boolean write(Writer writer, Write write) throws Exception {
        journal.invoked(writer.number, writer.seq, 0, session.clock().nanos());
        // A write that throws has no answer, and stays unknown.
        boolean taken = write.write(marks.of(writer.number, writer.seq));
        journal.answered(writer.number, writer.seq, session.clock().nanos(), taken ? Result.ACK : Result.REFUSED, "");
        return taken;
    }

    /** The question for {@link RecoveryTimeline#watch} whether a write is taken: each time it is asked, the next record is written. */
    public Callable<Boolean> writing(Write write) {
        return () -> write(write);
    }

    /**
     * Compares what was acknowledged with what is there, when two reads in a row agree: nothing may write meanwhile, see
     * {@link Observed#stop}.
     *
     * @param survivors the ids of all records that the system holds, as often as it holds them; those of others are ignored
     * @return what was lost or is otherwise wrong, counted from the first fault of the test
     * @throws Exception when no two reads agreed within 20 s, with what the last one threw
     */
    public LedgerFindings compareWith(Callable<? extends Collection<String>> survivors) throws Exception {
        Settled settled = new Settled(session.clock(), SETTLES_WITHIN, APART);
        Map<String, Integer> copies = settled.read(() -> counted(survivors.call()));
        List<Survivor> found = new ArrayList<>();
        copies.forEach((id, count) -> marks.read(id, count).ifPresent(found::add));
        long now = session.clock().nanos();
        return LedgerAnalysis.compare(journal.entries(), found, faults.onset().orElse(new Moment(now, now)));
    }

    private Map<String, Integer> counted(Collection<String> ids) {
        Map<String, Integer> copies = new TreeMap<>();
        ids.forEach(id -> copies.merge(id, 1, Integer::sum));
        return copies;
    }

    /** Ends its journal; JUnit calls it after the test. */
    @Override
    public void close() {
        journal.close();
    }
}
