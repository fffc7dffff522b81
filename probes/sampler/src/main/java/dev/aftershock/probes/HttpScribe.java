package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.MonotonicClock;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Numbers and journals the records; each writer has one under way at most. Thread-safe. */
final class HttpScribe {

    private final String run;
    private final LedgerJournal journal;
    private final MonotonicClock clock;
    private final long[] written;
    private final BitSet busy;

    HttpScribe(String run, LedgerJournal journal, int writers, MonotonicClock clock) {
        this.run = run;
        this.journal = journal;
        this.clock = clock;
        this.written = new long[writers];
        this.busy = new BitSet(writers);
    }

    /**
     * Takes a free writer's next record and journals that it is about to be sent.
     *
     * @return the record, to be given back with {@link #ended}; empty when every writer is busy
     * @throws RuntimeException when it cannot be journaled; the number is then not used up
     */
    synchronized Optional<HttpWrite> next() {
        // The lowest free one, so that a healthy system sees long runs of few writers, in which gaps show best.
        int writer = busy.nextClearBit(0);
        if (writer >= written.length) {
            return Optional.empty();
        }
        HttpWrite write = HttpWrite.of(run, writer, written[writer] + 1);
        journal.invoked(writer, write.seq(), write.hash(), clock.nanos());
        written[writer] = write.seq();
        busy.set(writer);
        return Optional.of(write);
    }

    /**
     * Journals an answer. If that fails the record stays unknown, and the journal, which then takes nothing more, lets
     * no further record be sent.
     */
    void answered(HttpWrite write, Result result, String node) {
        try {
            journal.answered(write.writer(), write.seq(), clock.nanos(), result, node);
        } catch (UncheckedIOException e) {
            journal.close();
        }
    }

    /** Nothing more is expected of a record's attempt: its writer is free. */
    synchronized void ended(HttpWrite write) {
        busy.clear(write.writer());
    }

    List<LedgerEntry> entries() {
        return journal.entries();
    }

    void close() {
        journal.close();
    }
}
