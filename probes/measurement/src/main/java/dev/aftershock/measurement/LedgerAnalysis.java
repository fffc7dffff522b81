package dev.aftershock.measurement;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares what was promised with what survived.
 *
 * <p>Linear in the number of writes and survivors. Beside its arguments and the findings it takes about 5 bytes a write,
 * 13 when survivors have positions; it makes no object for a write. Every list of the findings is in the order of writer
 * and number, whatever the order of the arguments, except the lost writes. Stateless and thread-safe.
 */
public final class LedgerAnalysis {

    private static final double NANOS_PER_SECOND = 1e9;

    private LedgerAnalysis() {}

    /**
     * Classes every attempted write and every survivor, without reads in between.
     *
     * @param entries the attempted writes, in any order; {@link Writes} are not copied
     * @param survivors the settled read, in any order; several rows of one write count together; {@link Survivors} are
     *     not copied
     * @param fault when the fault struck, in nanoseconds of the run's clock
     * @throws IllegalArgumentException when a write is listed twice, was answered before it was sent, has a number below 1
     *     or far from its neighbours', or a survivor was found less than once
     */
    public static LedgerFindings compare(List<LedgerEntry> entries, List<Survivor> survivors, Moment fault) {
        return compare(entries, survivors, List.of(), fault);
    }

    /**
     * Classes every attempted write and every survivor.
     *
     * @param entries the attempted writes, in any order; {@link Writes} are not copied
     * @param survivors the settled read, in any order; several rows of one write count together; {@link Survivors} are
     *     not copied
     * @param reads reads of single writes during the run, in any order; those that found theirs may be left out
     * @param fault when the fault struck, in nanoseconds of the run's clock
     * @throws IllegalArgumentException when a write is listed twice, was answered before it was sent, has a number below 1
     *     or far from its neighbours', a survivor was found less than once, or a read asked for a write never attempted
     */
    public static LedgerFindings compare(
            List<LedgerEntry> entries, List<Survivor> survivors, List<ReadBack> reads, Moment fault) {
        Writes writes = Writes.of(entries);
        Survivors found = Survivors.of(survivors);
        LedgerSlots slots = new LedgerSlots(writes, fault);
        int[] phantom = mark(slots, found);
        LedgerOrder.markLate(slots, found);
        LedgerTally tally = new LedgerTally(slots);
        LedgerLoss loss = new LedgerLoss(writes, tally.lost(), fault);
        long window = slots.window();
        return new LedgerFindings(
                writes.size(),
                tally.acknowledged(),
                tally.warned(),
                tally.refused(),
                loss.all(),
                loss.afterFault(slots.authorities()),
                loss.of(tally.holes()),
                writes.at(tally.duplicated()),
                writes.at(tally.corrupted()),
                LedgerOrder.names(found, phantom),
                writes.at(tally.resurrected()),
                writes.at(tally.recovered()),
                writes.at(tally.vanished()),
                loss.age(),
                tally.atStake() * NANOS_PER_SECOND / window,
                writes.at(tally.reordered()),
                LedgerReads.stale(writes, slots, reads),
                tally.spans(),
                tally.atStake(),
                tally.lostAtStake(),
                window);
    }

    /** Notes what was found of each write; the rows that belong to none are returned. */
    private static int[] mark(LedgerSlots slots, Survivors found) {
        IntStream.Builder strangers = IntStream.builder();
        for (int row = 0; row < found.size(); row++) {
            int slot = slots.find(found.writer(row), found.seq(row));
            if (slot < 0) {
                strangers.accept(row);
            } else {
                slots.found(slot, found.copies(row), found.hash(row));
            }
        }
        return strangers.build().toArray();
    }
}
