package dev.aftershock.junit;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import java.util.stream.Collectors;

/** Assertions on acknowledged writes that were compared with what survived; each that fails names the first ones. */
public final class LedgerAssert {

    private static final int IDS_SHOWN = 5;

    private final LedgerFindings findings;

    LedgerAssert(LedgerFindings findings) {
        this.findings = findings;
    }

    /** Every write that was acknowledged is still there, and there were some to lose. */
    public LedgerAssert lostNoAcknowledgedWrites() {
        return lostAtMost(0);
    }

    /** Of the writes that were acknowledged no more are gone than that, and there were some to lose. */
    public LedgerAssert lostAtMost(int writes) {
        if (findings.nothingAtStake()) {
            throw new AssertionError(
                    "expected at most " + writes + " acknowledged writes lost, but " + findings.sentence());
        }
        if (findings.lost().size() > writes) {
            throw new AssertionError(tooMany(writes, "the ledger", findings) + "\n  " + findings.sentence());
        }
        return this;
    }

    /** Nothing was duplicated, changed, reordered, invented or brought back. */
    public LedgerAssert keptIntegrity() {
        if (findings.integrityBroken()) {
            throw new AssertionError("expected every write once and as it was written, but found "
                    + findings.duplicated().size() + " duplicated, "
                    + findings.corrupted().size() + " corrupted, "
                    + findings.reordered().size() + " reordered, "
                    + findings.phantom().size() + " never written, "
                    + findings.resurrected().size() + " that were refused");
        }
        return this;
    }

    static String tooMany(int allowed, String who, LedgerFindings findings) {
        String first =
                findings.lost().stream().limit(IDS_SHOWN).map(LedgerEntry::id).collect(Collectors.joining(", "));
        return "expected at most " + allowed + " acknowledged writes lost, but " + who + " misses "
                + findings.lost().size() + " of " + findings.acknowledged() + ", the first " + first;
    }
}
