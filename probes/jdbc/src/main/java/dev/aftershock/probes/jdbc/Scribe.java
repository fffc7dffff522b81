package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Writes;
import dev.aftershock.probes.LedgerJournal;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLongArray;

/** Numbers and journals the writes; thread-safe as long as each writer is used by one thread at a time. */
final class Scribe {

    private final LedgerJournal journal;
    private final LedgerTable table;
    private final MonotonicClock clock;
    private final AtomicLongArray written;

    Scribe(LedgerJournal journal, LedgerTable table, int writers, MonotonicClock clock) {
        this.journal = journal;
        this.table = table;
        this.clock = clock;
        this.written = new AtomicLongArray(writers);
    }

    /**
     * Records that a writer's next write is about to be sent.
     *
     * @return its number
     * @throws RuntimeException when it cannot be recorded; the number is then not used up
     */
    long invoked(int writer) {
        long seq = written.get(writer) + 1;
        journal.invoked(writer, seq, table.payload(writer, seq).hash(), clock.nanos());
        written.set(writer, seq);
        return seq;
    }

    /**
     * Records an answer. If that fails the write stays unknown, and the journal, which then takes nothing more, lets no
     * further write be sent.
     */
    void answered(int writer, long seq, long at, Result result, String node) {
        try {
            journal.answered(writer, seq, at, result, node);
        } catch (UncheckedIOException e) {
            journal.close();
        }
    }

    Writes entries() {
        return journal.entries();
    }

    void close() {
        journal.close();
    }
}
