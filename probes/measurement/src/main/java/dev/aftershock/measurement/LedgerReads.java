package dev.aftershock.measurement;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What reads of single writes during the run say. */
final class LedgerReads {

    private LedgerReads() {}

    /** The surviving writes that a read begun after their acknowledgement missed, by writer and number. */
    static List<StaleWrite> stale(Writes writes, LedgerSlots slots, List<ReadBack> reads) {
        Map<Integer, Long> lastMiss = new TreeMap<>();
        for (ReadBack read : reads) {
            int slot = slots.find(read.writer(), read.seq());
            if (slot < 0) {
                throw new IllegalArgumentException("ledger: a read asked for write " + read.writer() + "-" + read.seq()
                        + ", which was never attempted; expected only reads of the ledger's own writes");
            }
            boolean missed = !read.found() && slots.acknowledged(slot) && slots.present(slot);
            if (missed && read.begun() > writes.answered(slots.place(slot))) {
                lastMiss.merge(slot, read.begun(), Math::max);
            }
        }
        return lastMiss.entrySet().stream()
                .map(miss -> stale(writes, slots.place(miss.getKey()), miss.getValue()))
                .toList();
    }

    private static StaleWrite stale(Writes writes, int place, long lastMiss) {
        return new StaleWrite(writes.get(place), lastMiss - writes.answered(place));
    }
}
