package dev.aftershock.reports.files;

import dev.aftershock.engine.Finding;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Answers in words what a reader asks first; every sentence follows from the assessment. */
final class Story {

    private static final int IDS_TOLD = 5;
    private static final int REASONS_TOLD = 4;
    private static final int PROBES_TOLD = 2;

    private final RunView view;

    Story(RunView view) {
        this.view = view;
    }

    /** What broke. */
    String broke() {
        List<FaultSpan> injected =
                view.faults().stream().filter(FaultSpan::injected).toList();
        if (injected.isEmpty()) {
            return "Nothing: no fault was injected.";
        }
        if (injected.size() == 1) {
            FaultSpan fault = injected.get(0);
            return fault.title() + (fault.acted() ? ": " : ", but ") + fault.effect() + ".";
        }
        boolean acted = injected.stream().allMatch(FaultSpan::acted);
        return injected.stream().map(FaultSpan::title).collect(Collectors.joining("; "))
                + (acted ? ". Every effect was seen." : ". Not every effect was seen.");
    }

    /** For how long. */
    String howLong() {
        List<ProbeAssessment> watched = view.bySlowness();
        if (watched.isEmpty()) {
            return "Not measured.";
        }
        String told = watched.stream().limit(PROBES_TOLD).map(Story::howLong).collect(Collectors.joining(" "));
        int rest = watched.size() - PROBES_TOLD;
        return rest > 0 ? told + " And " + Figures.count(rest, "faster probe") + "." : told;
    }

    private static String howLong(ProbeAssessment probe) {
        Recovery recovery = probe.recovery().orElseThrow();
        List<String> parts = new ArrayList<>();
        parts.add(outages(probe, recovery));
        if (!recovery.brownouts().isEmpty()) {
            parts.add("Slow for " + Nanos.bracket(recovery.slow()) + ".");
        }
        if (recovery.troubled()) {
            parts.add(
                    recovery.stable().ended()
                            ? "Stable again " + Nanos.bracket(recovery.stable()) + " after the fault (R3)."
                            : "Not recovered while watched.");
        }
        if (probe.byHeal()) {
            parts.add("Recovered only because the fault was healed, not by design.");
        }
        return String.join(" ", parts);
    }

    private static String outages(ProbeAssessment probe, Recovery recovery) {
        String name = probe.probe().name();
        if (recovery.outages().isEmpty()) {
            return recovery.noOutageLongerThan() == Long.MAX_VALUE
                    ? name + ": no failed request."
                    : name + ": no failed request, so no outage longer than "
                            + Nanos.seconds(recovery.noOutageLongerThan()) + ".";
        }
        String down = name + " was down for " + Nanos.bracket(recovery.unavailable());
        int count = recovery.outages().size();
        return count == 1
                ? down + "."
                : down + " in " + count + " outages, the longest " + Figures.bracket(recovery.longest()) + ".";
    }

    /** What was lost. */
    String lost() {
        if (view.ledgers().isEmpty()) {
            boolean kept =
                    view.probes().stream().anyMatch(probe -> probe.probe().ledger());
            return kept
                    ? "Unknown: the surviving writes could not be compared with the acknowledged ones."
                    : "Not measured: no probe keeps a ledger of writes.";
        }
        return view.ledgers().stream()
                .map(probe -> lost(probe.ledger().orElseThrow()))
                .collect(Collectors.joining(" "));
    }

    private static String lost(LedgerFindings ledger) {
        String counted = Figures.count(ledger.lost().size()) + " of "
                + Figures.count(ledger.acknowledged(), "acknowledged write") + " lost";
        if (ledger.lost().isEmpty()) {
            return counted + (ledger.integrityBroken() ? ", but the store is not what was written." : ".");
        }
        String more = ledger.lost().size() > IDS_TOLD ? ", ..." : "";
        String ids = ledger.lost().stream().limit(IDS_TOLD).map(LedgerEntry::id).collect(Collectors.joining(", "));
        return counted + " (" + ids + more + "); the oldest was acknowledged " + Figures.bracket(ledger.age())
                + " before the fault.";
    }

    /** The findings that carry the verdict. */
    List<Finding> reasons() {
        Verdict verdict = view.assessment().verdict();
        List<Finding> all = view.assessment().findings();
        List<Finding> carrying =
                all.stream().filter(finding -> finding.verdict() == verdict).toList();
        List<Finding> objectives = carrying.stream()
                .filter(finding -> finding.topic() == Finding.Topic.RTO || finding.topic() == Finding.Topic.RPO)
                .toList();
        boolean passed = verdict == Verdict.PASS && !objectives.isEmpty();
        return (passed ? objectives : carrying).stream().limit(REASONS_TOLD).toList();
    }

    /** The message without the name of the only probe there is. */
    String withoutProbe(Finding finding) {
        String prefix = view.probes().size() == 1 ? view.probes().get(0).probe().name() + ": " : "";
        return finding.message().startsWith(prefix) ? finding.message().substring(prefix.length()) : finding.message();
    }

    /** What to do, without repetition. */
    static List<String> remedies(RunView view) {
        return view.assessment().findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .map(Finding::remedy)
                .filter(remedy -> !remedy.isBlank())
                .distinct()
                .toList();
    }
}
