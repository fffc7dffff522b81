package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an index of many runs keeps of one, which is little.
 *
 * @param title of the experiment
 * @param startedAt ISO-8601 in UTC
 * @param folder relative to the index, with slashes
 * @param report whether the folder holds a report to open
 * @param verdict of the judge
 * @param line the verdict in one line
 * @param recovery what the slowest probe held against the RTO; empty when nothing was injected
 * @param rto in nanoseconds
 * @param lost how many acknowledged writes are gone, of all ledgers; empty without any
 */
public record IndexedRun(
        String title,
        String startedAt,
        String folder,
        boolean report,
        Verdict verdict,
        String line,
        Optional<Bracket> recovery,
        OptionalLong rto,
        OptionalInt lost) {

    /** What there is to keep of a run whose folder lies within that of the index. */
    public static IndexedRun of(RunResult run, Path index) {
        RunHeader header = run.recording().header();
        Path folder = index.toAbsolutePath().relativize(run.directory().toAbsolutePath());
        return new IndexedRun(
                header.title(),
                header.startedAt(),
                folder.toString().replace('\\', '/'),
                Files.isRegularFile(run.directory().resolve("report.html")),
                run.assessment().verdict(),
                run.assessment().line(),
                slowest(run.assessment().probes()),
                header.rtoNanos(),
                lost(run.assessment().probes()));
    }

    private static Optional<Bracket> slowest(List<ProbeAssessment> probes) {
        return probes.stream()
                .flatMap(probe -> probe.recoveryTime().stream())
                .max(Comparator.comparingLong(Bracket::high).thenComparingLong(Bracket::low));
    }

    private static OptionalInt lost(List<ProbeAssessment> probes) {
        List<LedgerFindings> ledgers =
                probes.stream().flatMap(probe -> probe.ledger().stream()).toList();
        return ledgers.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(ledgers.stream()
                        .mapToInt(ledger -> ledger.lost().size())
                        .sum());
    }
}
