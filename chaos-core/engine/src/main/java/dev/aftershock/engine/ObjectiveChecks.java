package dev.aftershock.engine;

import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.EndToEnd;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Tail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds one probe's record against the objectives; brackets are compared, never points. */
final class ObjectiveChecks {

    private static final int IDS_SHOWN = 5;

    private final Recording recording;
    private final ProbeAssessment probe;
    private final List<Finding> findings = new ArrayList<>();

    private ObjectiveChecks(Recording recording, ProbeAssessment probe) {
        this.recording = recording;
        this.probe = probe;
    }

    static List<Finding> of(Recording recording, ProbeAssessment probe) {
        ObjectiveChecks checks = new ObjectiveChecks(recording, probe);
        if (recording.header().rtoNanos().isPresent()) {
            long rto = recording.header().rtoNanos().getAsLong();
            checks.recoveryTime(rto);
            probe.tail().ifPresent(tail -> checks.tail(tail, rto));
        }
        checks.tolerableDowntime();
        if (probe.probe().ledger()) {
            checks.ledger();
        }
        return checks.findings;
    }

    private void recoveryTime(long rto) {
        Recovery recovery = probe.recovery().orElseThrow();
        if (recovery.observed() == 0) {
            add(Verdict.INVALID, Topic.RTO, "the probe observed nothing since the fault", "see why it could not send");
            return;
        }
        if (recovery.failingBefore()) {
            add(
                    Verdict.INVALID,
                    Topic.RTO,
                    "something was failing before the fault, so what followed is not all its doing",
                    "make the system healthy first, or run again");
            return;
        }
        if (probe.recoveryTime().isEmpty()) {
            add(
                    Verdict.INVALID,
                    Topic.RTO,
                    "no incident was declared, so its clock never began",
                    "add a 'declare' step, or let the clock begin with the fault");
            return;
        }
        Bracket stable = probe.recoveryTime().get();
        String measured = measured(recovery, stable, rto);
        if (stable.low() > rto) {
            add(Verdict.FAIL, Topic.RTO, measured + ", " + missed(stable, rto), "see the timeline for where time went");
        } else if (stable.high() > rto) {
            String remedy = stable.ended()
                    ? "sample more often than every "
                            + Nanos.seconds(probe.probe().series().every())
                    : "the run ended before recovery or the RTO; raise safeguards: stop-after";
            add(Verdict.INCONCLUSIVE, Topic.RTO, measured + ": the bracket straddles the objective", remedy);
        } else if (recovery.gapAtEdge() > tolerated(rto)) {
            String blind =
                    ": the observer was blind for " + Nanos.seconds(recovery.gapAtEdge()) + " at an edge of the outage";
            add(Verdict.INCONCLUSIVE, Topic.RTO, measured + blind, "free the machine, or sample less often");
        } else {
            String spare = ", " + Nanos.seconds(rto - stable.high()) + " to spare";
            findings.add(Judge.pass(Topic.RTO, prefix() + measured + spare + (probe.byHeal() ? byHeal() : "")));
        }
    }

    /** R10: recovery and the declared work recovery together, against the maximum tolerable downtime. */
    private void tolerableDowntime() {
        Objectives objectives = recording.header().objectives();
        if (objectives.mtd().isEmpty() || probe.recoveryTime().isEmpty()) {
            return;
        }
        EndToEnd whole = EndToEnd.of(
                probe.recoveryTime().get(),
                objectives.workRecovery().orElse(Duration.ZERO).toNanos(),
                objectives.mtd().get().toNanos());
        String text = "R10 = " + Nanos.bracket(whole.total()) + " of MTD " + Nanos.seconds(whole.mtd());
        if (whole.kept()) {
            findings.add(Judge.pass(Topic.RTO, prefix() + text));
        } else if (whole.missed()) {
            add(Verdict.FAIL, Topic.RTO, text, "recover faster, or shorten the work recovery");
        } else {
            add(Verdict.INCONCLUSIVE, Topic.RTO, text + ": the bracket straddles it", "sample more often");
        }
    }

    /** R9: one slow key is not made up for by many fast ones. */
    private void tail(Tail tail, long rto) {
        String text = "R9 = " + Nanos.bracket(tail.worst()) + " for the slowest of "
                + tail.groups().size() + " keys, number " + (tail.worstGroup() + 1) + ", of RTO " + Nanos.seconds(rto);
        if (tail.shareBeyond(rto) > 0) {
            String share = String.format(Locale.ROOT, ": %.1f %% of the keys took longer", 100 * tail.shareBeyond(rto));
            add(Verdict.FAIL, Topic.RTO, text + share, "see why some keys come back later than others");
        } else if (tail.shareNotWithin(rto) > 0) {
            add(Verdict.INCONCLUSIVE, Topic.RTO, text + ": a bracket straddles it", "sample more often, or fewer keys");
        } else {
            findings.add(Judge.pass(Topic.RTO, prefix() + text));
        }
    }

    /** Blindness at an edge is tolerated up to five spacings or a tenth of the objective, whichever is longer. */
    private long tolerated(long rto) {
        return Math.max(5 * probe.probe().series().every(), rto / 10);
    }

    private static String byHeal() {
        return "; recovered only because the fault was healed, not by design";
    }

    private String measured(Recovery recovery, Bracket stable, long rto) {
        if (!recovery.troubled()) {
            return "nothing failed: no outage longer than " + Nanos.seconds(recovery.noOutageLongerThan()) + ", RTO "
                    + Nanos.seconds(rto);
        }
        String from =
                switch (recording.header().objectives().clock()) {
                    case FAULT -> "";
                    case DECLARED -> " since the declaration";
                    case FIRST_FAILURE -> " since the first failure";
                };
        return "R3 = " + Nanos.bracket(stable) + from + " of RTO " + Nanos.seconds(rto);
    }

    private static String missed(Bracket stable, long rto) {
        return stable.ended() ? Nanos.seconds(stable.low() - rto) + " too slow" : "never recovered while watched";
    }

    private void ledger() {
        Optional<LedgerFindings> ledger = probe.ledger();
        if (ledger.isEmpty()) {
            add(
                    Verdict.INCONCLUSIVE,
                    Topic.RPO,
                    "the surviving writes could not be read",
                    "see the timeline for why; the acknowledged writes are in the record");
            return;
        }
        LedgerFindings found = ledger.get();
        if (found.nothingAtStake()) {
            add(Verdict.INVALID, Topic.RPO, found.sentence(), "check the probe's target, or write for longer");
            return;
        }
        integrity(found);
        recording.header().rpo().ifPresent(rpo -> loss(found, rpo));
    }

    private void loss(LedgerFindings found, Objectives.Rpo rpo) {
        String counted = found.lost().size() + " of " + found.acknowledged() + " acknowledged writes lost";
        String text =
                "RPO " + counted + (found.lost().isEmpty() ? "" : details(found)) + " (objective " + rpo.text() + ")";
        boolean met = rpo instanceof Objectives.Writes writes
                ? found.lost().size() <= writes.most()
                : age(found).high() <= ((Objectives.Age) rpo).most().toNanos();
        boolean missed = rpo instanceof Objectives.Writes
                ? !met
                : age(found).low() > ((Objectives.Age) rpo).most().toNanos();
        if (met) {
            findings.add(Judge.pass(Topic.RPO, prefix() + text));
        } else if (missed) {
            add(
                    Verdict.FAIL,
                    Topic.RPO,
                    text,
                    "the system acknowledged writes that it did not keep; see ledger findings");
        } else {
            add(Verdict.INCONCLUSIVE, Topic.RPO, text + ": the bracket straddles the objective", "write more often");
        }
    }

    private static Bracket age(LedgerFindings found) {
        return found.age().orElse(Bracket.zero());
    }

    private static String details(LedgerFindings found) {
        String ids = String.join(
                ", ",
                found.lost().stream().limit(IDS_SHOWN).map(LedgerEntry::id).toList());
        String more = found.lost().size() > IDS_SHOWN ? ", ..." : "";
        return " [" + ids + more + "], the oldest " + Nanos.bracket(age(found)) + " before the fault";
    }

    private void integrity(LedgerFindings found) {
        if (!found.lostAfterFault().isEmpty()) {
            add(
                    Verdict.FAIL,
                    Topic.RPO,
                    found.lostAfterFault().size() + " writes were acknowledged after the fault and are lost",
                    "two members accepted writes at once: fence the old primary before promoting");
        }
        if (found.integrityBroken()) {
            add(
                    Verdict.FAIL,
                    Topic.RPO,
                    "the store is not what was written: " + found.duplicated().size() + " duplicated, "
                            + found.corrupted().size() + " corrupted, "
                            + found.reordered().size() + " out of order, "
                            + found.phantom().size() + " never written, "
                            + found.resurrected().size() + " refused or deleted yet present",
                    "see ledger findings");
        }
    }

    private void add(Verdict verdict, Topic topic, String message, String remedy) {
        findings.add(new Finding(verdict, topic, prefix() + message, remedy));
    }

    private String prefix() {
        return probe.probe().name() + ": ";
    }
}
