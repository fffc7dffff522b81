package dev.aftershock.cli;

import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.ProbeLoad;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Hold;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Retries;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints the result of a run: the verdict line, what carries it, the figures, and where the reports are. */
final class ResultView {

    private static final int IDS_SHOWN = 200;

    private final PrintWriter out;
    private final Style style;
    private final boolean quiet;

    ResultView(PrintWriter out, Style style, boolean quiet) {
        this.out = out;
        this.style = style;
        this.quiet = quiet;
    }

    void print(RunResult result) {
        Verdict verdict = result.assessment().verdict();
        String line = result.assessment().line();
        out.println((quiet ? "" : "\n")
                + style.verdict(verdict, verdict.name())
                + line.substring(verdict.name().length()));
        result.assessment().findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .forEach(this::remedy);
        if (!quiet) {
            figures(result);
            reports(result);
        }
        result.failedReports().forEach(failed -> out.println(style.bad(failed)));
    }

    private void remedy(Finding finding) {
        out.println("  " + finding.verdict() + " "
                + finding.topic().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + finding.message());
        if (!finding.remedy().isEmpty()) {
            out.println("    -> " + finding.remedy());
        }
    }

    private void figures(RunResult result) {
        result.assessment().detect().ifPresent(r1 -> row("R1 detected", Nanos.bracket(r1)));
        for (ProbeAssessment probe : result.assessment().probes()) {
            probe.recovery().ifPresent(recovery -> {
                row(
                        probe.probe().name(),
                        probe.probe().probeClass() + ", every "
                                + Nanos.seconds(probe.probe().series().every()) + ", baseline p50 "
                                + Nanos.seconds(probe.baseline().p50()) + ", p99 "
                                + Nanos.seconds(probe.baseline().p99()));
                bracket("R2 first good", recovery.firstGood());
                bracket("R3 stable", Optional.of(recovery.stable()));
                bracket("R4 full capacity", probe.capacity());
                bracket("R6 unavailable", Optional.of(recovery.unavailable()));
                bracket("R7 longest of " + recovery.outages().size(), recovery.longest());
                bracket("slow (brownout)", Optional.of(recovery.slow()));
                probe.tail().ifPresent(tail -> bracket("R9 slowest key", Optional.of(tail.worst())));
                probe.retries().ifPresent(this::retries);
                held(recovery, probe.probe().series().badAtMost());
            });
            probe.healOutage().ifPresent(heal -> bracket("R8 heal outage", Optional.of(heal.unavailable())));
            probe.ledger().ifPresent(this::ledger);
        }
        result.assessment().load().filter(ProbeLoad::felt).ifPresent(load -> row("probe load", load.sentence()));
        result.assessment().redundancy().ifPresent(r5 -> row("R5 redundancy", Nanos.bracket(r5)));
    }

    /** What a client without retries would have met. */
    private void retries(Retries hidden) {
        bracket("R3 of first tries", Optional.of(hidden.recovery().stable()));
        row("  hidden by retries", hidden.calls() + " calls that failed at first, up to " + hidden.most() + " tries");
    }

    /** What the stable window proves, where all of it was good. */
    private void held(Recovery recovery, double badAtMost) {
        if (recovery.heldSamples() > 0 && recovery.heldBadSamples() == 0 && badAtMost > 0) {
            row(
                    "  held by",
                    String.format(
                            Locale.ROOT,
                            "%d good answers in a row: at most %.1f %% fail, with %.0f %% confidence",
                            recovery.heldSamples(),
                            100 * badAtMost,
                            Math.floor(100 * Hold.confidence(recovery.heldSamples(), badAtMost))));
        }
    }

    private void ledger(LedgerFindings found) {
        row(
                "writes",
                found.acknowledged() + " acknowledged of " + found.attempted() + " attempted, "
                        + found.indeterminatePresent().size() + " unknown and kept, "
                        + found.indeterminateAbsent().size() + " unknown and gone");
        row("at stake", found.sentence());
        if (found.staleness() > 0) {
            row("stale reads", found.stale().size() + ", the longest by " + Nanos.seconds(found.staleness()));
        }
        List<LedgerEntry> lost = found.lost();
        if (!lost.isEmpty()) {
            String ids = lost.stream().limit(IDS_SHOWN).map(LedgerEntry::id).collect(Collectors.joining(" "));
            row("lost (writer-number)", ids + (lost.size() > IDS_SHOWN ? " ..." : ""));
        }
    }

    private void bracket(String name, Optional<Bracket> bracket) {
        bracket.ifPresent(value -> row("  " + name, Nanos.bracket(value)));
    }

    private void row(String name, String value) {
        out.println(String.format(Locale.ROOT, "  %-22s %s", name, value));
    }

    private void reports(RunResult result) {
        row("record", relative(result.directory()));
        result.artifacts().stream()
                .filter(artifact -> artifact.mediaType().equals("text/html"))
                .map(Artifact::file)
                .forEach(file -> row("report", relative(file)));
    }

    static String relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
