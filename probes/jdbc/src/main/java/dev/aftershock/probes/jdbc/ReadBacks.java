package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.ReadBack;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads acknowledged writes back over a connection of its own, on one thread, again and again until each is seen, and
 * keeps the reads that missed. Thread-safe.
 */
final class ReadBacks {

    private static final int MOST_WAITING = 1024;
    private static final int MOST_KEPT = 100_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_MILLIS = 10;

    private final LedgerTable table;
    private final Dialer dialer;
    private final MonotonicClock clock;
    private final BlockingQueue<Asked> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Queue<ReadBack> missed = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private Optional<Session> session = Optional.empty();
    private int kept;

    ReadBacks(LedgerTable table, Dialer dialer, Tools tools) {
        this.table = table;
        this.dialer = dialer;
        this.clock = tools.clock();
        this.thread = new Thread(this::work, tools.name() + "-read-back");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks for a write to be read back; left out when too many wait already. */
    void acknowledged(int writer, long seq, long at) {
        waiting.offer(new Asked(writer, seq, at + PATIENCE_NANOS));
    }

    /** Every read that missed its write, at most 100,000. */
    List<ReadBack> missed() {
        return List.copyOf(missed);
    }

    /** Ends the thread; its session ends with the others. */
    void close() {
        thread.interrupt();
    }

    private void work() {
        try {
            while (true) {
                read(waiting.take());
            }
        } catch (InterruptedException e) {
            // The probe is closed.
            return;
        }
    }

    private void read(Asked asked) throws InterruptedException {
        boolean again;
        try {
            Session open = open();
            long begun = clock.nanos();
            again = !open.ask(begun + READING_NANOS, select -> table.sees(select, asked.writer(), asked.seq()));
            if (again && kept < MOST_KEPT) {
                missed.add(new ReadBack(asked.writer(), asked.seq(), begun, false));
                kept++;
            }
        } catch (SQLException e) {
            // A read without answer says nothing of the write.
            session.ifPresent(Session::drop);
            session = Optional.empty();
            again = true;
        }
        if (again && clock.nanos() < asked.until()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            waiting.offer(asked);
        }
    }

    private Session open() throws SQLException, InterruptedException {
        if (session.isEmpty()) {
            session = Optional.of(dialer.open(table.selectOne(), clock.nanos() + READING_NANOS));
        }
        return session.get();
    }

    private record Asked(int writer, long seq, long until) {}
}
