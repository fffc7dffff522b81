package dev.aftershock.reports.files;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.StaleWrite;
import java.util.List;

/**
 * One class of writes in a ledger's findings.
 *
 * @param name its name, as in the machine-readable verdict
 * @param meaning what belongs to it
 * @param count how many
 * @param writes which, where they are worth naming
 * @param harm whether any of them is a finding against the system
 */
record LedgerClass(String name, String meaning, int count, List<LedgerEntry> writes, boolean harm) {

    static List<LedgerClass> of(LedgerFindings found) {
        return List.of(
                plain("attempted", "writes sent", found.attempted()),
                plain("acknowledged", "promised by the system to be kept", found.acknowledged()),
                plain("acknowledged-with-warning", "of those with a warning", found.acknowledgedWithWarning()),
                plain("refused", "provably not applied", found.refused()),
                harm("lost", "acknowledged, and not among what survived", found.lost()),
                harm("lost-after-fault", "of those acknowledged after the fault: split brain", found.lostAfterFault()),
                harm("holes", "of those with a later survivor acknowledged before the fault", found.holes()),
                harm("duplicated", "found more than once", found.duplicated()),
                harm("corrupted", "found with another payload", found.corrupted()),
                new LedgerClass(
                        "phantom", "found, never attempted", found.phantom().size(), List.of(), true),
                harm("resurrected", "refused or deleted, yet present", found.resurrected()),
                harm("reordered", "put after a later write of the same writer", found.reordered()),
                named("stale", "missed by a read after its acknowledgement", stale(found)),
                named("indeterminate-present", "no answer; present", found.indeterminatePresent()),
                named("indeterminate-absent", "no answer; absent", found.indeterminateAbsent()));
    }

    private static List<LedgerEntry> stale(LedgerFindings found) {
        return found.stale().stream().map(StaleWrite::write).toList();
    }

    private static LedgerClass plain(String name, String meaning, int count) {
        return new LedgerClass(name, meaning, count, List.of(), false);
    }

    private static LedgerClass harm(String name, String meaning, List<LedgerEntry> writes) {
        return new LedgerClass(name, meaning, writes.size(), writes, true);
    }

    private static LedgerClass named(String name, String meaning, List<LedgerEntry> writes) {
        return new LedgerClass(name, meaning, writes.size(), writes, false);
    }
}
