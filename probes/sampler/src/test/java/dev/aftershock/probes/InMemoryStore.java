package dev.aftershock.probes;

import dev.aftershock.measurement.Survivors;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A store that treats writes as told and can be damaged in every way that a ledger must tell apart. Thread-safe.
 *
 * <p>It keeps its rows in the order in which they were applied; that order is their position.
 */
public final class InMemoryStore {

    private final Map<Id, Row> rows = new TreeMap<>();
    private final Set<Id> hidden = new HashSet<>();
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private long applied;

    /** Without any row, applying every write. */
    public InMemoryStore() {}

    /** A write's name. */
    public record Id(int writer, long seq) implements Comparable<Id> {
        @Override
        public int compareTo(Id other) {
            return writer == other.writer ? Long.compare(seq, other.seq) : Integer.compare(writer, other.writer);
        }

        @Override
        public String toString() {
            return writer + "-" + seq;
        }
    }

    private record Row(long hash, int copies, long position) {}

    private record Order(LedgerContract.Treatment treatment, Runnable onArrival) {}

    /** How the next write is treated that was not told of yet, and what runs when it arrives. */
    public void next(LedgerContract.Treatment treatment, Runnable onArrival) {
        orders.add(new Order(treatment, onArrival));
    }

    /** Takes a write as told; says how it was treated. */
    LedgerContract.Treatment take(Id id, long hash) {
        Order order = orders.isEmpty() ? new Order(LedgerContract.Treatment.APPLY, () -> {}) : orders.remove();
        order.onArrival().run();
        if (order.treatment().applies()) {
            put(id, hash);
        }
        return order.treatment();
    }

    /** Puts a row behind all others, whatever was promised: a phantom, or a resurrected write. */
    public synchronized void put(Id id, long hash) {
        rows.put(id, new Row(hash, 1, applied++));
    }

    /** Loses a write, or deletes it. */
    public synchronized void lose(Id id) {
        rows.remove(id);
    }

    /** Doubles a row. */
    public synchronized void duplicate(Id id) {
        Row row = rows.get(id);
        rows.put(id, new Row(row.hash(), row.copies() + 1, row.position()));
    }

    /** Flips one bit of a payload. */
    public synchronized void flip(Id id) {
        Row row = rows.get(id);
        rows.put(id, new Row(row.hash() ^ 1, row.copies(), row.position()));
    }

    /** Moves a row behind all others. */
    public synchronized void postpone(Id id) {
        Row row = rows.get(id);
        rows.put(id, new Row(row.hash(), row.copies(), applied++));
    }

    /** Hides a row from single reads, or shows it again. */
    public synchronized void hide(Id id, boolean hide) {
        if (hide) {
            hidden.add(id);
        } else {
            hidden.remove(id);
        }
    }

    /** Whether a single read finds the write. */
    synchronized boolean sees(Id id) {
        return rows.containsKey(id) && !hidden.contains(id);
    }

    synchronized Survivors read() {
        Survivors.Builder found = new Survivors.Builder();
        rows.forEach((id, row) -> {
            found.add(id.writer(), id.seq(), row.hash(), row.copies());
            found.position(row.position());
        });
        return found.build();
    }
}
