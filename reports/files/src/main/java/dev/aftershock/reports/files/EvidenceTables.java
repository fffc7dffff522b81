package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Retries;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each probe, the ledger and each fault's witness saw. */
final class EvidenceTables {

    private static final int IDS_SHOWN = 50;
    private static final int PROBES = 100;

    private final RunView view;
    private final Markup html;
    private final Table table;

    EvidenceTables(RunView view, Markup html) {
        this.view = view;
        this.html = html;
        this.table = new Table(html);
    }

    void write() {
        probes();
        view.ledgers().stream().limit(PROBES).forEach(probe -> {
            ledger(probe);
            new LostWrites(view, html).write(probe);
        });
        faults();
    }

    private void probes() {
        table.begin(
                "Probes",
                "Every probe, from the fault on; blackout is what failed, brownout what was only slow",
                "Probe",
                "First good R2",
                "Stable R3",
                "Full capacity R4",
                "Blackout R6",
                "Longest R7",
                "Brownout",
                "Heal outage R8");
        for (ProbeAssessment probe : view.probes().stream().limit(PROBES).toList()) {
            Optional<Recovery> recovery = probe.recovery();
            table.row(
                    probe.probe().name(),
                    probe.probe().kind() + ", " + probe.probe().probeClass() + "; "
                            + Figures.count(view.samples(probe.probe().name()).size(), "sample") + ", every "
                            + Nanos.seconds(probe.probe().series().every()) + baseline(probe),
                    Figures.bracket(recovery.flatMap(Recovery::firstGood)),
                    recovery.map(EvidenceTables::stable).orElse(Figures.NONE),
                    Figures.bracket(probe.capacity()),
                    recovery.map(EvidenceTables::unavailable).orElse(Figures.NONE),
                    recovery.map(EvidenceTables::longest).orElse(Figures.NONE),
                    Figures.bracket(
                            recovery.filter(r -> !r.brownouts().isEmpty()).map(Recovery::slow)),
                    probe.healOutage().map(EvidenceTables::stable).orElse(Figures.NONE));
            probe.retries().ifPresent(hidden -> retries(probe, hidden));
        }
        table.end();
    }

    /** The same calls as a client without retries would have met them. */
    private void retries(ProbeAssessment probe, Retries hidden) {
        Recovery recovery = hidden.recovery();
        table.row(
                probe.probe().name() + ", first tries",
                Figures.count(hidden.calls(), "call") + " failed at first and ended well, after up to " + hidden.most()
                        + " tries",
                Figures.bracket(recovery.firstGood()),
                stable(recovery),
                Figures.NONE,
                unavailable(recovery),
                longest(recovery),
                Figures.NONE,
                Figures.NONE);
    }

    private static String stable(Recovery recovery) {
        return recovery.troubled() ? Nanos.bracket(recovery.stable()) : "no trouble seen";
    }

    private static String unavailable(Recovery recovery) {
        return recovery.outages().isEmpty() ? "0 s" : Nanos.bracket(recovery.unavailable());
    }

    /** Without an outage the blind spot is the most that can be said. */
    private static String longest(Recovery recovery) {
        if (recovery.longest().isPresent()) {
            int count = recovery.outages().size();
            return Nanos.bracket(recovery.longest().get()) + (count > 1 ? " of " + Figures.count(count) : "");
        }
        return recovery.noOutageLongerThan() == Long.MAX_VALUE
                ? Figures.NONE
                : "none over " + Nanos.seconds(recovery.noOutageLongerThan());
    }

    private static String baseline(ProbeAssessment probe) {
        return probe.baseline().samples() == 0
                ? ""
                : "; baseline p50 " + Nanos.seconds(probe.baseline().p50()) + ", p99 "
                        + Nanos.seconds(probe.baseline().p99());
    }

    private void ledger(ProbeAssessment probe) {
        LedgerFindings ledger = probe.ledger().orElseThrow();
        table.begin(
                "Data of " + probe.probe().name(),
                "Every acknowledged write, compared with what survived: the actual recovery point (RPA), held against the RPO",
                "Class",
                "Writes",
                "Which");
        List<LedgerClass> classes = LedgerClass.of(ledger);
        for (LedgerClass each : classes) {
            if (each.count() == 0 && !each.name().equals("lost")) {
                continue;
            }
            List<String> which = each.name().equals("phantom") ? ledger.phantom() : ids(each.writes());
            html.open("tr", "class", each.harm() && each.count() > 0 ? "harm" : "plain");
            html.open("th", "scope", "row").text(each.name().replace('-', ' '));
            html.element("small", each.meaning()).close();
            html.element("td", Figures.count(each.count()), "class", "number");
            write(which);
            html.close();
        }
        none(classes);
        table.end();
    }

    /** What was looked for and not found, in one row. */
    private void none(List<LedgerClass> classes) {
        String none = classes.stream()
                .filter(each -> each.count() == 0 && !each.name().equals("lost"))
                .map(each -> each.name().replace('-', ' '))
                .collect(Collectors.joining(", "));
        html.open("tr").element("th", "none of these", "scope", "row").element("td", "0", "class", "number");
        html.element("td", none).close();
    }

    private static List<String> ids(List<LedgerEntry> writes) {
        return writes.stream().map(LedgerEntry::id).toList();
    }

    /** The first ones, none broken over two lines; the rest counted. */
    private void write(List<String> ids) {
        html.open("td", "class", "ids");
        ids.stream().limit(IDS_SHOWN).forEach(id -> html.element("span", id).ours(" "));
        if (ids.size() > IDS_SHOWN) {
            html.text("and " + Figures.count(ids.size() - IDS_SHOWN) + " more");
        }
        html.close();
    }

    private void faults() {
        if (view.faults().isEmpty()) {
            return;
        }
        table.begin(
                "Faults, and the evidence that they acted and were healed",
                "By witnesses that do not rest on the answers of the calls that injected and healed",
                "Fault",
                "Injected",
                "Evidence of its effect",
                "Healing began",
                "Evidence of healing");
        for (FaultSpan fault : view.faults()) {
            table.row(
                    fault.kind(),
                    fault.target(),
                    fault.issuedAt().isPresent() ? at(fault.issuedAt().getAsLong()) : "not a fault",
                    fault.effect(),
                    fault.healAt().isPresent() ? at(fault.healAt().getAsLong()) : Figures.NONE,
                    fault.heal());
        }
        table.end();
    }

    private String at(long nanos) {
        return Figures.offset(nanos - view.origin());
    }
}
