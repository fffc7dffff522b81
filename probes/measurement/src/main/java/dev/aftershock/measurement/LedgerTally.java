package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Classes every slot in one walk; lists hold the places of writes, by writer and number. */
final class LedgerTally {

    private final LedgerSlots slots;
    private final IntStream.Builder lost = IntStream.builder();
    private final BitSet holes = new BitSet();
    private final List<LostSpan> spans = new ArrayList<>();
    private final IntStream.Builder duplicated = IntStream.builder();
    private final IntStream.Builder corrupted = IntStream.builder();
    private final IntStream.Builder reordered = IntStream.builder();
    private final IntStream.Builder resurrected = IntStream.builder();
    private final IntStream.Builder recovered = IntStream.builder();
    private final IntStream.Builder vanished = IntStream.builder();
    private int acknowledged;
    private int warned;
    private int refused;
    private int atStake;
    private int lostAtStake;

    LedgerTally(LedgerSlots slots) {
        this.slots = slots;
        for (int writer = 0; writer < slots.writers(); writer++) {
            walk(writer, lastKeptFromBefore(writer));
        }
    }

    private void walk(int writer, int kept) {
        Span span = new Span(writer, slots.first(writer));
        for (int slot = slots.first(writer); slot < slots.end(writer); slot++) {
            if (slots.asItShouldBe(slot)) {
                acknowledged++;
                atStake += slots.early(slot) ? 1 : 0;
                span.end(spans);
            } else if (slots.attempted(slot)) {
                count(slot);
                list(slot);
                if (slots.lost(slot)) {
                    lost.accept(slots.place(slot));
                    holes.set(slots.place(slot), slot < kept);
                    span.add(slot);
                } else if (slots.present(slot)) {
                    span.end(spans);
                }
            }
        }
        span.end(spans);
    }

    private void count(int slot) {
        acknowledged += slots.acknowledged(slot) ? 1 : 0;
        warned += slots.is(slot, Result.ACK_WARN) ? 1 : 0;
        refused += slots.is(slot, Result.REFUSED) ? 1 : 0;
        atStake += slots.early(slot) ? 1 : 0;
        lostAtStake += slots.early(slot) && slots.lost(slot) ? 1 : 0;
    }

    private void list(int slot) {
        boolean present = slots.present(slot);
        boolean unknown = slots.is(slot, Result.INDET);
        boolean mustBeGone = slots.is(slot, Result.REFUSED) || slots.is(slot, Result.DELETED);
        add(duplicated, slot, slots.twice(slot));
        add(corrupted, slot, slots.altered(slot));
        add(reordered, slot, slots.isLate(slot));
        add(resurrected, slot, mustBeGone && present);
        add(recovered, slot, unknown && present);
        add(vanished, slot, unknown && !present);
    }

    private void add(IntStream.Builder list, int slot, boolean belongs) {
        if (belongs) {
            list.accept(slots.place(slot));
        }
    }

    /** The slot of the writer's last survivor that was acknowledged before the fault. */
    private int lastKeptFromBefore(int writer) {
        int slot = slots.end(writer) - 1;
        while (slot >= slots.first(writer) && !(slots.present(slot) && slots.early(slot))) {
            slot--;
        }
        return slot;
    }

    int[] lost() {
        return lost.build().toArray();
    }

    /** The places of lost writes before the writer's last survivor that was acknowledged before the fault. */
    BitSet holes() {
        return holes;
    }

    List<LostSpan> spans() {
        return spans;
    }

    int[] duplicated() {
        return duplicated.build().toArray();
    }

    int[] corrupted() {
        return corrupted.build().toArray();
    }

    int[] reordered() {
        return reordered.build().toArray();
    }

    int[] resurrected() {
        return resurrected.build().toArray();
    }

    int[] recovered() {
        return recovered.build().toArray();
    }

    int[] vanished() {
        return vanished.build().toArray();
    }

    int acknowledged() {
        return acknowledged;
    }

    int warned() {
        return warned;
    }

    int refused() {
        return refused;
    }

    int atStake() {
        return atStake;
    }

    int lostAtStake() {
        return lostAtStake;
    }

    /** A stretch of losses that is being walked. */
    private static final class Span {

        private final int writer;
        private final int base;
        private int from;
        private int to;
        private int lost;

        Span(int writer, int base) {
            this.writer = writer;
            this.base = base;
        }

        void add(int slot) {
            from = lost == 0 ? slot : from;
            to = slot;
            lost++;
        }

        void end(List<LostSpan> spans) {
            if (lost > 0) {
                spans.add(new LostSpan(writer, from - base + 1L, to - base + 1L, lost));
                lost = 0;
            }
        }
    }
}
