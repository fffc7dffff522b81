package dev.aftershock.measurement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the comparison of acknowledged writes with the settled read found.
 *
 * <p>Lists are in the order of writer and number unless said otherwise.
 *
 * @param attempted how many writes were attempted
 * @param acknowledged how many the system acknowledged and still had to keep
 * @param acknowledgedWithWarning how many of those carried a warning
 * @param refused how many were provably not applied
 * @param lost acknowledged but gone, in the order of acknowledgement
 * @param lostAfterFault those of {@code lost} that were sent after the fault was surely effective and acknowledged by a
 *     node that had acknowledged before it, or by an unknown one: the old authority was not fenced
 * @param holes those of {@code lost} for which a later write of the same writer survived that was acknowledged before the
 *     fault: the loss is no clean suffix. Writes acknowledged later do not count, because the new authority keeps them,
 *     and every lost write of a writer that goes on after a failover would be a hole
 * @param duplicated found more than once
 * @param corrupted found with another payload than was written
 * @param phantom found but never attempted, as {@code writer-seq}
 * @param resurrected refused or deleted, yet present
 * @param indeterminatePresent unknown to the client and present: recovered
 * @param indeterminateAbsent unknown to the client and absent: vanished
 * @param age RPO as an age: from the acknowledgement of the earliest lost write to the fault; empty when none is lost
 * @param rate acknowledged writes per second before the fault; the resolution of the count is one over it
 * @param reordered acknowledged, but put after a later write of the same writer; judged by the positions of survivors,
 *     and only for writers that send one write at a time
 * @param stale survived, but a read begun after the acknowledgement missed it
 * @param lostSpans the maximal stretches of losses of each writer
 * @param atStake how many writes were acknowledged before the fault and could have been lost
 * @param lostAtStake how many of those are lost
 * @param window from the first write to the fault, in nanoseconds, at least 1
 */
public record LedgerFindings(
        int attempted,
        int acknowledged,
        int acknowledgedWithWarning,
        int refused,
        List<LedgerEntry> lost,
        List<LedgerEntry> lostAfterFault,
        List<LedgerEntry> holes,
        List<LedgerEntry> duplicated,
        List<LedgerEntry> corrupted,
        List<String> phantom,
        List<LedgerEntry> resurrected,
        List<LedgerEntry> indeterminatePresent,
        List<LedgerEntry> indeterminateAbsent,
        Optional<Bracket> age,
        double rate,
        List<LedgerEntry> reordered,
        List<StaleWrite> stale,
        List<LostSpan> lostSpans,
        int atStake,
        int lostAtStake,
        long window) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Copies the lists that could change. */
    public LedgerFindings {
        lost = FixedList.copyOf(lost);
        lostAfterFault = FixedList.copyOf(lostAfterFault);
        holes = FixedList.copyOf(holes);
        duplicated = FixedList.copyOf(duplicated);
        corrupted = FixedList.copyOf(corrupted);
        phantom = FixedList.copyOf(phantom);
        resurrected = FixedList.copyOf(resurrected);
        indeterminatePresent = FixedList.copyOf(indeterminatePresent);
        indeterminateAbsent = FixedList.copyOf(indeterminateAbsent);
        reordered = FixedList.copyOf(reordered);
        stale = List.copyOf(stale);
        lostSpans = List.copyOf(lostSpans);
    }

    /** Whether the store changed or invented anything: duplicates, disorder, corruption, phantoms, resurrections. */
    public boolean integrityBroken() {
        return !(duplicated.isEmpty()
                && reordered.isEmpty()
                && corrupted.isEmpty()
                && phantom.isEmpty()
                && resurrected.isEmpty());
    }

    /** Whether nothing was acknowledged before the fault, so that a loss of nothing proves nothing: INVALID. */
    public boolean nothingAtStake() {
        return atStake == 0;
    }

    /** The longest staleness, in nanoseconds; zero when nothing was stale. */
    public long staleness() {
        return stale.stream().mapToLong(StaleWrite::staleness).max().orElse(0);
    }

    /** The age's resolution, in nanoseconds: one over the rate; {@link Bracket#NEVER} when nothing was at stake. */
    public long resolution() {
        return nothingAtStake() ? Bracket.NEVER : Math.max(1, Math.round(NANOS_PER_SECOND / rate));
    }

    /** What was at stake and what of it is lost, such as {@code 0 of 412 acked in the last 41.2 s at 10/s lost}. */
    public String sentence() {
        if (nothingAtStake()) {
            return "no write was acknowledged before the fault: nothing was at stake, and nothing is proven";
        }
        String before = lostAtStake + " of " + atStake + " acked in the last " + Nanos.seconds(window) + " at "
                + perSecond() + " lost, resolution +-" + Nanos.seconds(resolution());
        int after = lost.size() - lostAtStake;
        return after == 0 ? before : before + "; and " + after + " acked later";
    }

    private String perSecond() {
        return String.format(Locale.ROOT, rate < 10 ? "%.2g/s" : "%.0f/s", rate);
    }
}
