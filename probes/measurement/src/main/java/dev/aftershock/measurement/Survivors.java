package dev.aftershock.measurement;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * What a settled read found, kept in columns: 24 bytes a row, 32 with positions; a row is made when it is asked for.
 *
 * <p>The typed getters make no object. Never changes, thread-safe.
 */
public final class Survivors extends AbstractList<Survivor> implements RandomAccess {

    private static final int COPIES_BITS = 32;

    private final Builder rows;

    private Survivors(Builder rows) {
        this.rows = rows;
    }

    /**
     * The same rows in columns; the list itself when it is in columns already.
     *
     * @throws IllegalArgumentException when a row was found less than once
     */
    public static Survivors of(List<Survivor> found) {
        if (found instanceof Survivors survivors) {
            return survivors;
        }
        Builder builder = new Builder();
        found.forEach(builder::add);
        return builder.build();
    }

    @Override
    public int size() {
        return rows.seqs.size();
    }

    @Override
    public Survivor get(int i) {
        return new Survivor(writer(i), seq(i), hash(i), copies(i), position(i));
    }

    /** Who wrote it, as stored. */
    public int writer(int i) {
        return (int) (rows.writersAndCopies.get(checked(i)) >> COPIES_BITS);
    }

    /** The writer's own number, as stored. */
    public long seq(int i) {
        return rows.seqs.get(checked(i));
    }

    /** The payload's hash, as stored. */
    public long hash(int i) {
        return rows.hashes.get(checked(i));
    }

    /** How often it was found, at least 1. */
    public int copies(int i) {
        return (int) rows.writersAndCopies.get(checked(i));
    }

    /** Its place in the system's own order; {@link Survivor#UNPLACED} when unknown. */
    public long position(int i) {
        checked(i);
        return i < rows.positions.size() ? rows.positions.get(i) : Survivor.UNPLACED;
    }

    /** Whether any row has a position. */
    boolean placed() {
        return rows.positions.size() > 0;
    }

    private int checked(int i) {
        return Objects.checkIndex(i, size());
    }

    /** Takes rows as they are read. Not thread-safe. */
    public static final class Builder {

        private LongColumn writersAndCopies = new LongColumn();
        private LongColumn seqs = new LongColumn();
        private LongColumn hashes = new LongColumn();
        private LongColumn positions = new LongColumn();

        /** Without any row. */
        public Builder() {}

        /**
         * Adds a row.
         *
         * @throws IllegalArgumentException when it was found less than once
         */
        public void add(Survivor row) {
            add(row.writer(), row.seq(), row.hash(), row.copies());
            if (row.position() != Survivor.UNPLACED) {
                position(row.position());
            }
        }

        /**
         * Adds a row without position.
         *
         * @param writer who wrote it, as stored; may be anything
         * @param seq the writer's own number, as stored; may be anything
         * @param hash the payload's hash, as stored
         * @param copies how often it was found, at least 1
         * @throws IllegalArgumentException when it was found less than once
         */
        public void add(int writer, long seq, long hash, int copies) {
            if (copies < 1) {
                throw new IllegalArgumentException("ledger: survivor " + writer + "-" + seq + " was found " + copies
                        + " times; expected only what was found at least once");
            }
            writersAndCopies.add((long) writer << COPIES_BITS | copies);
            seqs.add(seq);
            hashes.add(hash);
        }

        /** Says where the system put the row that was added last. */
        public void position(long position) {
            while (positions.size() < seqs.size() - 1) {
                positions.add(Survivor.UNPLACED);
            }
            if (positions.size() < seqs.size()) {
                positions.add(position);
            } else {
                positions.set(seqs.size() - 1, position);
            }
        }

        /** The rows so far; later ones do not reach it. */
        public Survivors build() {
            Builder frozen = new Builder();
            frozen.writersAndCopies = writersAndCopies.frozen();
            frozen.seqs = seqs.frozen();
            frozen.hashes = hashes.frozen();
            frozen.positions = positions.frozen();
            return new Survivors(frozen);
        }
    }
}
