package dev.aftershock.measurement;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The ledger's classes as they are defined, by looking at every pair: slow, and too simple to be wrong. */
record LedgerOracle(List<LedgerEntry> entries, List<Survivor> survivors, List<ReadBack> reads, Moment fault) {

    Map<String, Object> findings() {
        Map<String, Object> found = new TreeMap<>();
        found.put("acknowledged", (long) pick(e -> e.result().acknowledged()).size());
        found.put("warned", (long) pick(e -> e.result() == Result.ACK_WARN).size());
        found.put("refused", (long) pick(e -> e.result() == Result.REFUSED).size());
        found.put("lost", ids(lost()));
        found.put("lostAfterFault", pick(this::isAfterFault));
        found.put("holes", pick(this::isHole));
        found.put("duplicated", pick(e -> copies(e) > 1));
        found.put("corrupted", pick(e -> rows(e).stream().anyMatch(row -> row.hash() != e.hash())));
        found.put("phantom", phantom());
        found.put(
                "resurrected",
                pick(e -> present(e) && List.of(Result.REFUSED, Result.DELETED).contains(e.result())));
        found.put("recovered", pick(e -> e.result() == Result.INDET && present(e)));
        found.put("vanished", pick(e -> e.result() == Result.INDET && !present(e)));
        found.put("reordered", pick(this::isReordered));
        found.put("stale", stale());
        found.put("spans", spans());
        found.put("atStake", (long) pick(this::early).size());
        found.put("lostAtStake", (long) pick(e -> early(e) && isLost(e)).size());
        found.put(
                "age",
                lost().stream()
                        .findFirst()
                        .map(e -> fault.earliest() - e.answered())
                        .map(low -> Math.max(0, low)));
        return found;
    }

    /** The same of what is under test. */
    static Map<String, Object> of(LedgerFindings findings) {
        Map<String, Object> found = new TreeMap<>();
        found.put("acknowledged", (long) findings.acknowledged());
        found.put("warned", (long) findings.acknowledgedWithWarning());
        found.put("refused", (long) findings.refused());
        found.put("lost", ids(findings.lost()));
        found.put("lostAfterFault", sorted(findings.lostAfterFault()));
        found.put("holes", sorted(findings.holes()));
        found.put("duplicated", ids(findings.duplicated()));
        found.put("corrupted", ids(findings.corrupted()));
        found.put("phantom", findings.phantom());
        found.put("resurrected", ids(findings.resurrected()));
        found.put("recovered", ids(findings.indeterminatePresent()));
        found.put("vanished", ids(findings.indeterminateAbsent()));
        found.put("reordered", ids(findings.reordered()));
        found.put(
                "stale",
                findings.stale().stream()
                        .map(each -> each.write().id() + " " + each.staleness())
                        .toList());
        found.put("spans", findings.lostSpans());
        found.put("atStake", (long) findings.atStake());
        found.put("lostAtStake", (long) findings.lostAtStake());
        found.put("age", findings.age().map(Bracket::low));
        return found;
    }

    private List<String> pick(Predicate<LedgerEntry> which) {
        return sorted(entries.stream().filter(which).toList());
    }

    private static List<String> sorted(List<LedgerEntry> some) {
        return ids(some.stream()
                .sorted(Comparator.comparing(LedgerEntry::writer).thenComparing(LedgerEntry::seq))
                .toList());
    }

    private static List<String> ids(List<LedgerEntry> some) {
        return some.stream().map(LedgerEntry::id).toList();
    }

    private List<LedgerEntry> lost() {
        return entries.stream()
                .filter(this::isLost)
                .sorted(Comparator.comparing(LedgerEntry::answered)
                        .thenComparing(LedgerEntry::writer)
                        .thenComparing(LedgerEntry::seq))
                .toList();
    }

    private List<Survivor> rows(LedgerEntry entry) {
        return survivors.stream()
                .filter(row -> row.writer() == entry.writer() && row.seq() == entry.seq())
                .toList();
    }

    private long copies(LedgerEntry entry) {
        return rows(entry).stream().mapToLong(Survivor::copies).sum();
    }

    private boolean present(LedgerEntry entry) {
        return !rows(entry).isEmpty();
    }

    private boolean isLost(LedgerEntry entry) {
        return entry.result().acknowledged() && !present(entry);
    }

    private boolean early(LedgerEntry entry) {
        return entry.result().acknowledged() && entry.answered() <= fault.earliest();
    }

    private boolean isHole(LedgerEntry entry) {
        return isLost(entry)
                && entries.stream().anyMatch(later -> follows(later, entry) && early(later) && present(later));
    }

    private static boolean follows(LedgerEntry later, LedgerEntry earlier) {
        return later.writer() == earlier.writer() && later.seq() > earlier.seq();
    }

    private boolean isAfterFault(LedgerEntry entry) {
        List<String> old = entries.stream()
                .filter(each -> early(each) && !each.node().isEmpty())
                .map(LedgerEntry::node)
                .toList();
        boolean oldNode = old.isEmpty() || entry.node().isEmpty() || old.contains(entry.node());
        return isLost(entry) && entry.invoked() > fault.latest() && oldNode;
    }

    private Optional<Long> position(LedgerEntry entry) {
        return rows(entry).stream()
                .map(Survivor::position)
                .filter(position -> position != Survivor.UNPLACED)
                .min(Comparator.naturalOrder());
    }

    private boolean isReordered(LedgerEntry entry) {
        return entry.result().acknowledged()
                && entries.stream()
                        .filter(later -> follows(later, entry))
                        .flatMap(later -> position(later).stream())
                        .anyMatch(after ->
                                position(entry).filter(own -> own > after).isPresent());
    }

    private List<String> phantom() {
        List<String> attempted = ids(entries);
        return survivors.stream()
                .sorted(Comparator.comparing(Survivor::writer).thenComparing(Survivor::seq))
                .map(row -> row.writer() + "-" + row.seq())
                .filter(id -> !attempted.contains(id))
                .distinct()
                .toList();
    }

    private List<String> stale() {
        List<String> stale = new ArrayList<>();
        for (LedgerEntry entry : ordered()) {
            long last = reads.stream()
                    .filter(read -> read.writer() == entry.writer() && read.seq() == entry.seq() && !read.found())
                    .mapToLong(ReadBack::begun)
                    .max()
                    .orElse(Long.MIN_VALUE);
            if (entry.result().acknowledged() && present(entry) && last > entry.answered()) {
                stale.add(entry.id() + " " + (last - entry.answered()));
            }
        }
        return stale;
    }

    private List<LedgerEntry> ordered() {
        return entries.stream()
                .sorted(Comparator.comparing(LedgerEntry::writer).thenComparing(LedgerEntry::seq))
                .toList();
    }

    private List<LostSpan> spans() {
        List<LostSpan> spans = new ArrayList<>();
        for (int writer :
                new TreeSet<>(entries.stream().map(LedgerEntry::writer).toList())) {
            List<LedgerEntry> run = new ArrayList<>();
            for (LedgerEntry entry : ordered()) {
                if (entry.writer() == writer && present(entry)) {
                    close(run, spans);
                } else if (entry.writer() == writer && isLost(entry)) {
                    run.add(entry);
                }
            }
            close(run, spans);
        }
        return spans;
    }

    private static void close(List<LedgerEntry> run, List<LostSpan> spans) {
        if (!run.isEmpty()) {
            LedgerEntry first = run.get(0);
            LedgerEntry last = run.get(run.size() - 1);
            spans.add(new LostSpan(first.writer(), first.seq(), last.seq(), run.size()));
        }
        run.clear();
    }
}
