package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.List;

/** Finds a write by writer and number: one open-addressed table of positions, without an object per write. */
final class LedgerIndex {

    private static final int ABSENT = -1;

    private final LedgerEntry[] entries;
    private final int[] slots;

    LedgerIndex(List<LedgerEntry> attempted) {
        entries = attempted.toArray(new LedgerEntry[0]);
        slots = new int[Integer.highestOneBit(Math.max(8, entries.length)) * 4];
        Arrays.fill(slots, ABSENT);
        for (int i = 0; i < entries.length; i++) {
            int slot = slot(entries[i].writer(), entries[i].seq());
            if (slots[slot] != ABSENT) {
                throw new IllegalArgumentException("ledger: write " + entries[i].id()
                        + " is listed twice; expected each writer to number its writes once, from 1 on");
            }
            slots[slot] = i;
        }
    }

    int size() {
        return entries.length;
    }

    LedgerEntry entry(int i) {
        return entries[i];
    }

    /** The position of the write; negative when it was never attempted. */
    int find(int writer, long seq) {
        return slots[slot(writer, seq)];
    }

    private int slot(int writer, long seq) {
        long mixed = (seq + writer * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        int slot = (int) (mixed >>> 32) & (slots.length - 1);
        while (slots[slot] != ABSENT && !same(entries[slots[slot]], writer, seq)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static boolean same(LedgerEntry entry, int writer, long seq) {
        return entry.writer() == writer && entry.seq() == seq;
    }
}
