package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import java.util.List;

/** The first writes that were acknowledged and are gone: when, and who had acknowledged them. */
final class LostWrites {

    private static final int SHOWN = 10;

    private final RunView view;
    private final Table table;

    LostWrites(RunView view, Markup html) {
        this.view = view;
        this.table = new Table(html);
    }

    void write(ProbeAssessment probe) {
        LedgerFindings ledger = probe.ledger().orElseThrow();
        List<LedgerEntry> lost = ledger.lost();
        if (lost.isEmpty()) {
            return;
        }
        String rest = lost.size() > SHOWN
                ? "; the other " + Figures.count(lost.size() - SHOWN) + " are in ledger-findings.txt"
                : "";
        table.begin(
                "Lost writes of " + probe.probe().name(),
                "The first " + Figures.count(Math.min(SHOWN, lost.size())) + " of " + Figures.count(lost.size())
                        + ", in the order of acknowledgement" + rest,
                "Write",
                "Sent",
                "Acknowledged",
                "By");
        lost.stream()
                .limit(SHOWN)
                .forEach(entry -> table.row(
                        entry.id(),
                        "",
                        offset(entry.invoked()),
                        offset(entry.answered()),
                        entry.node().isBlank() ? "unknown" : entry.node()));
        table.end();
    }

    private String offset(long at) {
        return Figures.offset(at - view.origin());
    }
}
