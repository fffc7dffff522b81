package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The writes of one journal in memory, in the order of their invocation. Not thread-safe. */
final class LedgerBook {

    /** More writes than this are refused, so that memory stays bounded. */
    static final int MOST_WRITES = 20_000_000;

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<Id, Integer> open = new HashMap<>();

    void checkInvocable(int writer, long seq) {
        if (entries.size() >= MOST_WRITES) {
            throw new IllegalStateException(
                    "the ledger holds " + MOST_WRITES + " writes, its limit; write more slowly");
        }
        if (open.containsKey(new Id(writer, seq))) {
            throw new IllegalStateException("write " + writer + "-" + seq + " was already invoked");
        }
    }

    void checkAnswerable(int writer, long seq) {
        if (!open.containsKey(new Id(writer, seq))) {
            throw new IllegalStateException("write " + writer + "-" + seq + " awaits no answer");
        }
    }

    void invoked(int writer, long seq, long hash, long at) {
        open.put(new Id(writer, seq), entries.size());
        entries.add(new LedgerEntry(writer, seq, hash, at, at, Result.INDET, ""));
    }

    void answered(int writer, long seq, long at, Result result, String node) {
        int index = open.remove(new Id(writer, seq));
        LedgerEntry asked = entries.get(index);
        entries.set(index, new LedgerEntry(writer, seq, asked.hash(), asked.invoked(), at, result, node));
    }

    List<LedgerEntry> entries() {
        return List.copyOf(entries);
    }

    private record Id(int writer, long seq) {}
}
