package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import java.util.List;
import java.util.Locale;

/** What the ledger of writes found, for people and for grep: counts first, then every write by name. */
final class LedgerText {

    /** More of one class than this are counted, not listed, as in the verdict for machines; the record holds them all. */
    static final int LISTED = ProbeJson.LISTED;

    private final RunView view;
    private final StringBuilder out = new StringBuilder();

    LedgerText(RunView view) {
        this.view = view;
    }

    String text() {
        view.ledgers().forEach(this::probe);
        return out.toString();
    }

    private void probe(ProbeAssessment probe) {
        LedgerFindings ledger = probe.ledger().orElseThrow();
        out.append("Ledger of probe ").append(Clean.line(probe.probe().name())).append('\n');
        for (LedgerClass each : LedgerClass.of(ledger)) {
            out.append(String.format(
                            Locale.ROOT, "%10s  %-26s %s%n", Figures.count(each.count()), each.name(), each.meaning())
                    .replace("\r", ""));
        }
        if (ledger.age().isPresent()) {
            out.append("RPO as an age: ").append(Figures.bracket(ledger.age()));
            out.append(" from the oldest lost acknowledgement to the fault\n");
        }
        LedgerClass.of(ledger).stream().filter(each -> !each.writes().isEmpty()).forEach(this::list);
        if (!ledger.phantom().isEmpty()) {
            out.append("\nphantom\n");
            ledger.phantom().stream()
                    .limit(LISTED)
                    .forEach(id -> out.append("  ").append(Clean.line(id)).append('\n'));
            rest(ledger.phantom().size());
        }
        out.append('\n');
    }

    private void list(LedgerClass kind) {
        out.append('\n').append(kind.name()).append("  (write, answered at seconds since the fault, answer, node)\n");
        List<LedgerEntry> writes = kind.writes();
        for (LedgerEntry entry : writes.subList(0, Math.min(LISTED, writes.size()))) {
            out.append(String.format(
                            Locale.ROOT,
                            "  %-12s %12s  %-8s %s",
                            entry.id(),
                            Figures.decimal(entry.answered() - view.origin(), 6),
                            entry.result(),
                            Clean.line(entry.node()))
                    .stripTrailing());
            out.append('\n');
        }
        rest(writes.size());
    }

    private void rest(int size) {
        if (size > LISTED) {
            out.append("  and ").append(Figures.count(size - LISTED)).append(" more\n");
        }
    }
}
