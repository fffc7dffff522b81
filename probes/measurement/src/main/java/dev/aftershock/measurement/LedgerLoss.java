package dev.aftershock.measurement;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The lost writes of one comparison, in the order of their acknowledgement, and what they say of the fault. */
final class LedgerLoss {

    private final Writes writes;
    private final Moment fault;
    private final int[] lost;

    LedgerLoss(Writes writes, int[] lost, Moment fault) {
        this.writes = writes;
        this.fault = fault;
        this.lost = LedgerOrder.sorted(lost, this::byAcknowledgement);
    }

    /** By writer and number among equals, so that the order of the arguments does not matter. */
    private int byAcknowledgement(int one, int other) {
        int order = Long.compare(writes.answered(one), writes.answered(other));
        order = order != 0 ? order : Integer.compare(writes.writer(one), writes.writer(other));
        return order != 0 ? order : Long.compare(writes.seq(one), writes.seq(other));
    }

    List<LedgerEntry> all() {
        return writes.at(lost);
    }

    List<LedgerEntry> of(BitSet places) {
        return writes.at(IntStream.of(lost).filter(places::get).toArray());
    }

    /**
     * What was sent after the fault was surely effective, and yet acknowledged by a node that had acknowledged before it.
     * A write that was under way when the fault struck does not count: either side may have taken it.
     *
     * @param old the numbers of the nodes that had acknowledged before the fault
     */
    List<LedgerEntry> afterFault(BitSet old) {
        return writes.at(IntStream.of(lost)
                .filter(i -> writes.invoked(i) > fault.latest())
                .filter(i -> old.isEmpty() || writes.node(i).isEmpty() || old.get(writes.nodeNumber(i)))
                .toArray());
    }

    /** From the earliest lost acknowledgement to the fault; the write itself may be as old as its sending. */
    Optional<Bracket> age() {
        if (lost.length == 0) {
            return Optional.empty();
        }
        long answered = writes.answered(lost[0]);
        long low = Math.max(0, fault.earliest() - answered);
        long point = Math.max(low, fault.middle() - answered);
        return Optional.of(new Bracket(low, point, Math.max(point, fault.latest() - writes.invoked(lost[0]))));
    }
}
