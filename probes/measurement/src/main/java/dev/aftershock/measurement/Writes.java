package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Attempted writes in the order of their invocation, kept in columns; an entry is made when it is asked for.
 *
 * <p>The typed getters make no object. Never changes, thread-safe; {@link WriteLog} makes it.
 */
public final class Writes extends AbstractList<LedgerEntry> implements RandomAccess {

    private final WriteColumns columns;
    private final List<String> nodes;
    private final int[] last;

    Writes(WriteColumns columns, List<String> nodes, int[] last) {
        this.columns = columns;
        this.nodes = nodes;
        this.last = last;
    }

    /**
     * The same writes in columns; the list itself when it is in columns already.
     *
     * @throws IllegalArgumentException when a write is listed twice, was answered before it was sent, or has a writer or
     *     number out of range
     */
    public static Writes of(List<LedgerEntry> entries) {
        if (entries instanceof Writes writes) {
            return writes;
        }
        WriteLog log = new WriteLog();
        entries.forEach(log::add);
        return log.snapshot();
    }

    @Override
    public int size() {
        return columns.size();
    }

    @Override
    public LedgerEntry get(int i) {
        return new LedgerEntry(writer(i), seq(i), hash(i), invoked(i), answered(i), result(i), node(i));
    }

    /** Who wrote it, from 0. */
    public int writer(int i) {
        return columns.writer(checked(i));
    }

    /** The writer's own number, from 1. */
    public long seq(int i) {
        return columns.seq(checked(i));
    }

    /** The payload's hash. */
    public long hash(int i) {
        return columns.hashes().get(checked(i));
    }

    /** When it was sent, in nanoseconds of the run's clock. */
    public long invoked(int i) {
        return columns.invoked().get(checked(i));
    }

    /** When it was answered, in nanoseconds of the run's clock; when it was sent, if it never was. */
    public long answered(int i) {
        return columns.answered().get(checked(i));
    }

    /** What the answer said. */
    public Result result(int i) {
        return columns.state(checked(i)).result();
    }

    /** Who answered; empty when unknown. */
    public String node(int i) {
        return nodes.get(columns.node(checked(i)));
    }

    WriteColumns columns() {
        return columns;
    }

    /** The node's number, for comparing nodes without their names. */
    int nodeNumber(int i) {
        return columns.node(checked(i));
    }

    /** The writes at some places, in that order; the array must not change any more. */
    List<LedgerEntry> at(int[] places) {
        return new FixedList<>(places.length, i -> get(places[i]));
    }

    /** The highest number of each writer, by writer; zero for one that wrote nothing. */
    int[] last() {
        return last.clone();
    }

    private int checked(int i) {
        return Objects.checkIndex(i, size());
    }
}
