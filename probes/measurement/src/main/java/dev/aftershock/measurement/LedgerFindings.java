package dev.aftershock.measurement;

import java.util.List;
import java.util.Optional;

/**
 * What the comparison of acknowledged writes with the settled read found.
 *
 * @param attempted how many writes were attempted
 * @param acknowledged how many the system acknowledged
 * @param acknowledgedWithWarning how many of those carried a warning
 * @param refused how many were provably not applied
 * @param lost acknowledged but gone, in the order of acknowledgement
 * @param lostAfterFault those of {@code lost} that were acknowledged after the fault was surely effective
 * @param holes those of {@code lost} for which a later write of the same writer survived
 * @param duplicated found more than once
 * @param corrupted found with another payload than was written
 * @param phantom found but never attempted, as {@code writer-seq}
 * @param resurrected refused yet present
 * @param indeterminatePresent unknown to the client and present
 * @param indeterminateAbsent unknown to the client and absent
 * @param age RPO as an age: from the acknowledgement of the earliest lost write to the fault; empty when none is lost
 * @param rate acknowledged writes per second before the fault; the resolution of the count is one over it
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
        double rate) {

    /** Copies the lists. */
    public LedgerFindings {
        lost = List.copyOf(lost);
        lostAfterFault = List.copyOf(lostAfterFault);
        holes = List.copyOf(holes);
        duplicated = List.copyOf(duplicated);
        corrupted = List.copyOf(corrupted);
        phantom = List.copyOf(phantom);
        resurrected = List.copyOf(resurrected);
        indeterminatePresent = List.copyOf(indeterminatePresent);
        indeterminateAbsent = List.copyOf(indeterminateAbsent);
    }

    /** Whether the store changed or invented anything: duplicates, corruption, phantoms, refused yet present. */
    public boolean integrityBroken() {
        return !(duplicated.isEmpty() && corrupted.isEmpty() && phantom.isEmpty() && resurrected.isEmpty());
    }
}
