package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Compares what was promised with what survived.
 *
 * <p>Linear in the number of writes, about 25 bytes of working memory each. Stateless and thread-safe.
 */
public final class LedgerAnalysis {

    private static final double NANOS_PER_SECOND = 1e9;

    private LedgerAnalysis() {}

    /**
     * Classes every attempted write and every survivor.
     *
     * @param entries the attempted writes, in any order
     * @param survivors the settled read; several rows of one write count together
     * @param fault when the fault struck, in nanoseconds of the run's clock
     * @throws IllegalArgumentException when a write is listed twice
     */
    public static LedgerFindings compare(List<LedgerEntry> entries, List<Survivor> survivors, Moment fault) {
        Found found = new Found(new LedgerIndex(entries), survivors);
        List<LedgerEntry> lost = found.select(i -> found.acknowledged(i) && !found.present(i));
        lost.sort(Comparator.comparingLong(LedgerEntry::answered));
        return new LedgerFindings(
                entries.size(),
                count(entries, Result.ACK) + count(entries, Result.ACK_WARN),
                count(entries, Result.ACK_WARN),
                count(entries, Result.REFUSED),
                lost,
                lost.stream().filter(entry -> entry.invoked() > fault.latest()).toList(),
                lost.stream().filter(found::beforeSurvivor).toList(),
                found.select(i -> found.copies[i] > 1),
                found.select(i -> found.altered[i]),
                List.copyOf(found.phantom),
                found.select(i -> found.is(i, Result.REFUSED) && found.present(i)),
                found.select(i -> found.is(i, Result.INDET) && found.present(i)),
                found.select(i -> found.is(i, Result.INDET) && !found.present(i)),
                lost.stream().findFirst().map(first -> age(first, fault)),
                rate(entries, fault));
    }

    private static int count(List<LedgerEntry> entries, Result result) {
        int count = 0;
        for (LedgerEntry entry : entries) {
            count += entry.result() == result ? 1 : 0;
        }
        return count;
    }

    /** From the earliest lost acknowledgement to the fault; the write itself may be as old as its sending. */
    private static Bracket age(LedgerEntry lost, Moment fault) {
        long low = Math.max(0, fault.earliest() - lost.answered());
        long point = Math.max(low, fault.middle() - lost.answered());
        return new Bracket(low, point, Math.max(point, fault.latest() - lost.invoked()));
    }

    private static double rate(List<LedgerEntry> entries, Moment fault) {
        long first = Long.MAX_VALUE;
        long acknowledged = 0;
        for (LedgerEntry entry : entries) {
            first = Math.min(first, entry.invoked());
            boolean before = entry.result().acknowledged() && entry.answered() <= fault.earliest();
            acknowledged += before ? 1 : 0;
        }
        return acknowledged == 0 ? 0 : acknowledged * NANOS_PER_SECOND / Math.max(1, fault.earliest() - first);
    }

    /** What the settled read holds of each attempted write. */
    private static final class Found {

        private final LedgerIndex index;
        private final int[] copies;
        private final boolean[] altered;
        private final Map<Integer, Long> lastPresent = new HashMap<>();
        private final Collection<String> phantom = new LinkedHashSet<>();

        Found(LedgerIndex index, List<Survivor> survivors) {
            this.index = index;
            this.copies = new int[index.size()];
            this.altered = new boolean[index.size()];
            for (Survivor survivor : survivors) {
                take(survivor);
            }
        }

        private void take(Survivor survivor) {
            int at = index.find(survivor.writer(), survivor.seq());
            if (at < 0) {
                phantom.add(survivor.writer() + "-" + survivor.seq());
                return;
            }
            copies[at] += survivor.copies();
            altered[at] |= survivor.hash() != index.entry(at).hash();
            lastPresent.merge(survivor.writer(), survivor.seq(), Math::max);
        }

        boolean present(int i) {
            return copies[i] > 0;
        }

        boolean acknowledged(int i) {
            return index.entry(i).result().acknowledged();
        }

        boolean is(int i, Result result) {
            return index.entry(i).result() == result;
        }

        /** Whether a later write of the same writer survived. */
        boolean beforeSurvivor(LedgerEntry entry) {
            return Optional.ofNullable(lastPresent.get(entry.writer())).orElse(Long.MIN_VALUE) > entry.seq();
        }

        List<LedgerEntry> select(IntPredicate which) {
            List<LedgerEntry> selected = new ArrayList<>();
            for (int i = 0; i < index.size(); i++) {
                if (which.test(i)) {
                    selected.add(index.entry(i));
                }
            }
            return selected;
        }
    }
}
