package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.LostSpan;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.StaleWrite;
import dev.aftershock.probes.InMemoryStore.Id;
import dev.aftershock.probes.LedgerContract.Treatment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * T6: a store that is damaged in exactly listed ways, journaled in full: 8 writers, one write each 1000 ns, a fault
 * before the last 1000 of 10^6 writes.
 */
class LedgerTruthIT {

    private static final int WRITERS = 8;
    private static final int WRITES = 1_000_000;
    private static final int EACH = WRITES / WRITERS;
    private static final long STEP = 1_000;
    private static final int AFTER = 1_000;
    private static final int LOST_TAIL = 200;

    private final AtomicLong now = new AtomicLong();
    private final InMemoryStore store = new InMemoryStore();
    private final long[] acknowledged = new long[WRITERS];
    private final Map<String, Long> staleness = new TreeMap<>();

    @TempDir
    private Path directory;

    private InMemoryLedger ledger;
    private Path file;

    /** What befell a write, by the last digits of its number. */
    private enum Fate {
        HOLE,
        DUPLICATE,
        FLIP,
        POSTPONE,
        APPLIED_IN_SILENCE,
        DROPPED_IN_SILENCE,
        APPLIED_WITH_ERROR,
        REFUSED,
        REFUSED_AND_RESURRECTED,
        DELETED,
        DELETED_AND_RESURRECTED,
        STALE,
        NONE;

        private static final int PERIOD = 1_000;
        private static final int SPREAD = 10;

        static Fate of(long seq) {
            long turn = seq % PERIOD;
            boolean struck = turn % SPREAD == 0 && turn / SPREAD >= 1 && turn / SPREAD < values().length;
            // The last of each writer are left for the loss of a suffix.
            return struck && seq <= EACH - AFTER / WRITERS ? values()[(int) (turn / SPREAD) - 1] : NONE;
        }

        Treatment treatment() {
            return switch (this) {
                case APPLIED_IN_SILENCE -> Treatment.APPLY_IN_SILENCE;
                case DROPPED_IN_SILENCE -> Treatment.DROP_IN_SILENCE;
                case APPLIED_WITH_ERROR -> Treatment.APPLY_AND_FAIL;
                case REFUSED, REFUSED_AND_RESURRECTED -> Treatment.REFUSE;
                default -> Treatment.APPLY;
            };
        }
    }

    private void run() throws Exception {
        file = directory.resolve("journal");
        ledger = new InMemoryLedger(store, WRITERS, file, now::get);
        for (long seq = 1; seq <= EACH; seq++) {
            Fate fate = Fate.of(seq);
            for (int writer = 0; writer < WRITERS; writer++) {
                store.next(fate.treatment(), () -> now.addAndGet(STEP / 2));
                ledger.attempt(new Attempt(seq, now.get(), now.get(), 0));
                acknowledged[writer] = now.get();
                now.addAndGet(STEP / 2);
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                strike(fate, new Id(writer, seq));
            }
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            store.put(new Id(writer, EACH + 1L), 5);
            for (long seq = lostFrom(); seq <= lostTo(); seq++) {
                store.lose(new Id(writer, seq));
            }
            postpone(writer);
        }
    }

    /** The writes around the fault: some before it, some after it. */
    private static long lostFrom() {
        return EACH - (AFTER + LOST_TAIL) / WRITERS + 1L;
    }

    private static long lostTo() {
        return EACH - (AFTER - LOST_TAIL) / WRITERS;
    }

    private void strike(Fate fate, Id id) {
        switch (fate) {
            case HOLE -> store.lose(id);
            case DUPLICATE -> store.duplicate(id);
            case FLIP -> store.flip(id);
            case REFUSED_AND_RESURRECTED -> store.put(id, InMemoryLedger.hash(id));
            case DELETED -> ledger.delete(id);
            case DELETED_AND_RESURRECTED -> {
                ledger.delete(id);
                store.put(id, InMemoryLedger.hash(id));
            }
            case STALE -> readStale(id);
            default -> {
                // It was treated as told already, or is struck at the end.
                return;
            }
        }
    }

    private void readStale(Id id) {
        store.hide(id, true);
        for (int read = 0; read < 3; read++) {
            now.addAndGet(STEP);
            ledger.readBack(id);
        }
        staleness.put(id.toString(), now.get() - acknowledged[id.writer()]);
        store.hide(id, false);
        now.addAndGet(STEP);
        ledger.readBack(id);
    }

    private void postpone(int writer) {
        for (long seq = 1; seq <= EACH; seq++) {
            if (Fate.of(seq) == Fate.POSTPONE) {
                store.postpone(new Id(writer, seq));
            }
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyClassIsCountedExactlyByName() throws Exception {
        run();
        // Just before the first of the last writes was sent.
        long struck = now.get() - AFTER * STEP - 1;
        ledger.close();
        List<LedgerEntry> journaled = LedgerJournal.read(file);
        assertThat(journaled).hasSize(EACH * WRITERS);
        LedgerFindings found = LedgerAnalysis.compare(
                journaled, ledger.survivors(Duration.ofSeconds(1)), ledger.reads(), new Moment(struck, struck));
        checkNames(found);
        checkStalenessSpansAndStakes(found);
    }

    private static void checkNames(LedgerFindings found) {
        Set<Id> holes = struckBy(Fate.HOLE);
        Set<Id> tail = tail();
        assertThat(ids(found.lost())).isEqualTo(names(holes, tail));
        assertThat(ids(found.holes())).isEqualTo(names(holes));
        assertThat(ids(found.lostAfterFault())).isEqualTo(names(afterFault(tail)));
        assertThat(ids(found.duplicated())).isEqualTo(names(struckBy(Fate.DUPLICATE)));
        assertThat(ids(found.corrupted())).isEqualTo(names(struckBy(Fate.FLIP)));
        assertThat(ids(found.reordered())).isEqualTo(names(struckBy(Fate.POSTPONE)));
        assertThat(ids(found.indeterminatePresent()))
                .isEqualTo(names(struckBy(Fate.APPLIED_IN_SILENCE), struckBy(Fate.APPLIED_WITH_ERROR)));
        assertThat(ids(found.indeterminateAbsent())).isEqualTo(names(struckBy(Fate.DROPPED_IN_SILENCE)));
        assertThat(ids(found.resurrected()))
                .isEqualTo(names(struckBy(Fate.REFUSED_AND_RESURRECTED), struckBy(Fate.DELETED_AND_RESURRECTED)));
        assertThat(found.phantom()).hasSize(WRITERS).allMatch(name -> name.endsWith("-" + (EACH + 1)));
        assertThat(found.refused())
                .isEqualTo(names(struckBy(Fate.REFUSED), struckBy(Fate.REFUSED_AND_RESURRECTED))
                        .size());
    }

    private void checkStalenessSpansAndStakes(LedgerFindings found) {
        assertThat(staleness).hasSize(struckBy(Fate.STALE).size());
        assertThat(found.stale().stream()
                        .collect(Collectors.toMap(each -> each.write().id(), StaleWrite::staleness)))
                .isEqualTo(staleness);
        assertThat(found.lostSpans())
                .filteredOn(span -> span.lost() > 1)
                .hasSize(WRITERS)
                .allMatch(span -> span.from() == lostFrom() && span.to() == lostTo());
        assertThat(found.lostSpans().stream().mapToInt(LostSpan::lost).sum())
                .isEqualTo(found.lost().size());
        assertThat(found.lostAtStake())
                .isEqualTo(found.lost().size() - found.lostAfterFault().size());
        assertThat(found.nothingAtStake()).isFalse();
    }

    private static Set<Id> struckBy(Fate fate) {
        Set<Id> struck = new TreeSet<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            for (long seq = 1; seq <= EACH; seq++) {
                if (Fate.of(seq) == fate) {
                    struck.add(new Id(writer, seq));
                }
            }
        }
        return struck;
    }

    private static Set<Id> tail() {
        Set<Id> tail = new TreeSet<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            for (long seq = lostFrom(); seq <= lostTo(); seq++) {
                tail.add(new Id(writer, seq));
            }
        }
        return tail;
    }

    private static Set<Id> afterFault(Set<Id> tail) {
        Set<Id> after = new TreeSet<>(tail);
        after.removeIf(id -> id.seq() <= EACH - AFTER / WRITERS);
        return after;
    }

    @SafeVarargs
    private static List<String> names(Set<Id>... sets) {
        Set<Id> all = new TreeSet<>();
        for (Set<Id> set : sets) {
            all.addAll(set);
        }
        return all.stream().map(Id::toString).toList();
    }

    private static List<String> ids(List<LedgerEntry> entries) {
        Set<Id> sorted = new TreeSet<>();
        entries.forEach(entry -> sorted.add(new Id(entry.writer(), entry.seq())));
        assertThat(sorted).hasSameSizeAs(entries);
        return new ArrayList<>(sorted).stream().map(Id::toString).toList();
    }
}
