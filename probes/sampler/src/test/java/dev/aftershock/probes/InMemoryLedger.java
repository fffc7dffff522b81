package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Survivors;
import dev.aftershock.measurement.Writes;
import dev.aftershock.probes.InMemoryStore.Id;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** The ledger of an {@link InMemoryStore}: the smallest one that keeps the contract, for tests and as an example. */
public final class InMemoryLedger implements BlockingProbe, Ledger {

    private final InMemoryStore store;
    private final MonotonicClock clock;
    private final LedgerJournal journal;
    private final AtomicLongArray written;
    private final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    private final Queue<ReadBack> reads = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A ledger with its own new journal.
     *
     * @throws IOException when the journal cannot be made
     */
    public InMemoryLedger(InMemoryStore store, int writers, Path journal, MonotonicClock clock) throws IOException {
        this.store = store;
        this.clock = clock;
        this.journal = LedgerJournal.create(journal);
        this.written = new AtomicLongArray(writers);
        IntStream.range(0, writers).forEach(free::add);
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.WRITE;
    }

    @Override
    public int concurrency() {
        return written.length();
    }

    @Override
    public void prepare() {}

    @Override
    public Answer attempt(Attempt attempt) throws InterruptedException {
        Integer writer = free.poll();
        if (writer == null || closed.getCount() == 0) {
            return Answer.notSent("no free writer");
        }
        try {
            return write(writer, attempt.deadline());
        } finally {
            free.add(writer);
        }
    }

    private Answer write(int writer, long deadline) throws InterruptedException {
        Id id = new Id(writer, written.incrementAndGet(writer));
        long hash = hash(id);
        journal.invoked(writer, id.seq(), hash, clock.nanos());
        LedgerContract.Treatment treatment = store.take(id, hash);
        return switch (treatment) {
            case APPLY -> answered(id, Result.ACK, Answer.OK);
            case REFUSE -> answered(id, Result.REFUSED, Answer.failed("refused"));
            case APPLY_AND_FAIL -> answered(id, Result.INDET, Answer.failed("broken"));
            case APPLY_IN_SILENCE, DROP_IN_SILENCE -> silence(deadline);
        };
    }

    private Answer silence(long deadline) throws InterruptedException {
        closed.await(Math.max(0, deadline - clock.nanos()), TimeUnit.NANOSECONDS);
        return Answer.timedOut("silence");
    }

    private Answer answered(Id id, Result result, Answer answer) {
        journal.answered(id.writer(), id.seq(), clock.nanos(), result, "memory");
        return answer;
    }

    /** The payload's hash of a write. */
    static long hash(Id id) {
        return (id.seq() * 0x9E3779B97F4A7C15L ^ id.writer()) * 0xBF58476D1CE4E5B9L;
    }

    /** Deletes a write and notes that; the store keeps it when told to resurrect it later. */
    public void delete(Id id) {
        journal.deleting(id.writer(), id.seq(), clock.nanos());
        store.lose(id);
        journal.answered(id.writer(), id.seq(), clock.nanos(), Result.DELETED, "memory");
    }

    /** Reads one write and notes whether it was there. */
    public void readBack(Id id) {
        long begun = clock.nanos();
        reads.add(new ReadBack(id.writer(), id.seq(), begun, store.sees(id)));
    }

    @Override
    public Writes entries() {
        return journal.entries();
    }

    @Override
    public List<ReadBack> reads() {
        return List.copyOf(reads);
    }

    @Override
    public Survivors survivors(Duration within) {
        return store.read();
    }

    @Override
    public void close() {
        closed.countDown();
        journal.close();
    }
}
