package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One slot for each number of each writer, in order: where the write is, and one byte of what is known of it. Numbers
 * have no gaps, so a slot is computed, not searched.
 */
final class LedgerSlots {

    private static final int ABSENT = -1;

    /** Gaps in the numbering are refused beyond twice the writes and this. */
    private static final long SLACK = 1_000_000;

    private static final int RESULT = 0x7;
    private static final int PRESENT = 0x8;
    private static final int TWICE = 0x10;
    private static final int ALTERED = 0x20;
    private static final int EARLY = 0x40;
    private static final int LATE = 0x80;
    private static final Result[] RESULTS = Result.values();

    private final Writes writes;
    /** The slot before each writer's first; one more at the end. */
    private final int[] bases;

    private final int[] places;
    private final byte[] known;
    private final BitSet authorities = new BitSet();
    private final long window;

    LedgerSlots(Writes writes, Moment fault) {
        this.writes = writes;
        int[] last = writes.last();
        this.bases = new int[last.length + 1];
        for (int writer = 0; writer < last.length; writer++) {
            bases[writer + 1] = bases[writer] + last[writer];
        }
        int slots = bases[last.length];
        if (slots > 2L * writes.size() + SLACK) {
            throw new IllegalArgumentException("ledger: the writers number up to " + slots + " writes, but only "
                    + writes.size() + " are listed; expected each writer to number its writes from 1 on, without gaps");
        }
        this.places = new int[slots];
        this.known = new byte[slots];
        Arrays.fill(places, ABSENT);
        this.window = Math.max(1, fault.earliest() - place(fault.earliest()));
    }

    /** Puts every write into its slot, and returns when the first was sent. */
    private long place(long before) {
        WriteColumns columns = writes.columns();
        long first = before;
        int authority = 0;
        for (int i = 0; i < columns.size(); i++) {
            long packed = columns.packed().get(i);
            int slot = bases[WriteColumns.writerOf(packed)] + WriteColumns.seqOf(packed) - 1;
            Result result = WriteColumns.stateOf(packed).result();
            places[slot] = i;
            known[slot] = (byte) result.ordinal();
            if (result.acknowledged() && columns.answered().get(i) <= before) {
                known[slot] |= (byte) EARLY;
                if (authority != WriteColumns.nodeOf(packed)) {
                    authority = WriteColumns.nodeOf(packed);
                    authorities.set(authority);
                }
            }
            first = Math.min(first, columns.invoked().get(i));
        }
        // Zero is nobody's name.
        authorities.clear(0);
        return first;
    }

    /** From the first write to the fault, in nanoseconds, at least 1. */
    long window() {
        return window;
    }

    /** The numbers of the nodes that acknowledged before the fault. */
    BitSet authorities() {
        return authorities;
    }

    int writers() {
        return bases.length - 1;
    }

    int size() {
        return places.length;
    }

    int first(int writer) {
        return bases[writer];
    }

    /** The slot after the writer's last. */
    int end(int writer) {
        return bases[writer + 1];
    }

    /** The slot of a write; negative when it was never attempted. */
    int find(int writer, long seq) {
        if (writer < 0 || writer >= writers() || seq < 1 || seq > bases[writer + 1] - bases[writer]) {
            return ABSENT;
        }
        int slot = bases[writer] + (int) (seq - 1);
        return places[slot] == ABSENT ? ABSENT : slot;
    }

    void found(int slot, int copies, long hash) {
        boolean twice = copies > 1 || present(slot);
        boolean altered = hash != writes.columns().hashes().get(places[slot]);
        known[slot] |= (byte) (PRESENT | (twice ? TWICE : 0) | (altered ? ALTERED : 0));
    }

    void late(int slot) {
        known[slot] |= (byte) LATE;
    }

    int place(int slot) {
        return places[slot];
    }

    boolean attempted(int slot) {
        return places[slot] != ABSENT;
    }

    boolean is(int slot, Result result) {
        return attempted(slot) && result(slot) == result;
    }

    boolean acknowledged(int slot) {
        return attempted(slot) && result(slot).acknowledged();
    }

    private Result result(int slot) {
        return RESULTS[known[slot] & RESULT];
    }

    boolean present(int slot) {
        return (known[slot] & PRESENT) != 0;
    }

    boolean lost(int slot) {
        return acknowledged(slot) && !present(slot);
    }

    boolean twice(int slot) {
        return (known[slot] & TWICE) != 0;
    }

    boolean altered(int slot) {
        return (known[slot] & ALTERED) != 0;
    }

    /** Whether it was acknowledged before the fault began. */
    boolean early(int slot) {
        return (known[slot] & EARLY) != 0;
    }

    /** Whether it was plainly acknowledged, and is there once, unchanged and in order. */
    boolean asItShouldBe(int slot) {
        return (known[slot] & ~EARLY) == (Result.ACK.ordinal() | PRESENT);
    }

    boolean isLate(int slot) {
        return (known[slot] & LATE) != 0;
    }
}
