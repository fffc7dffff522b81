package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Write {@code n} is sent at {@code 1000 n} and answered 100 later. */
class LedgerAnalysisTest {

    private static final Moment FAULT = new Moment(10_500, 10_700);

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<Survivor> survivors = new ArrayList<>();

    private void write(int writer, long seq, Result result, boolean present) {
        LedgerEntry entry = new LedgerEntry(writer, seq, seq * 31, seq * 1000, seq * 1000 + 100, result, "a");
        entries.add(entry);
        if (present) {
            survivors.add(new Survivor(writer, seq, seq * 31, 1));
        }
    }

    private void writes(int writer, long from, long to, boolean present) {
        for (long seq = from; seq <= to; seq++) {
            write(writer, seq, Result.ACK, present);
        }
    }

    private LedgerFindings compare() {
        return LedgerAnalysis.compare(entries, survivors, FAULT);
    }

    private static List<String> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::id).toList();
    }

    @Test
    void nothingLostWhenEverythingSurvived() {
        writes(1, 1, 10, true);
        LedgerFindings findings = compare();
        assertThat(findings.attempted()).isEqualTo(10);
        assertThat(findings.acknowledged()).isEqualTo(10);
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.age()).isEmpty();
        assertThat(findings.integrityBroken()).isFalse();
        assertThat(findings.rate()).isEqualTo(10 * 1e9 / 9_500);
    }

    @Test
    void lostSuffixHasTheAgeOfItsEarliestAcknowledgement() {
        writes(1, 1, 7, true);
        writes(1, 8, 10, false);
        LedgerFindings findings = compare();
        assertThat(ids(findings.lost())).containsExactly("1-8", "1-9", "1-10");
        assertThat(findings.holes()).isEmpty();
        assertThat(findings.lostAfterFault()).isEmpty();
        assertThat(findings.age()).hasValue(new Bracket(10_500 - 8_100, 10_600 - 8_100, 10_700 - 8_000));
    }

    @Test
    void lostWriteBeforeASurvivorOfTheSameWriterIsAHole() {
        writes(1, 1, 5, true);
        writes(1, 6, 6, false);
        writes(1, 7, 10, true);
        writes(2, 1, 3, true);
        writes(2, 4, 5, false);
        LedgerFindings findings = compare();
        assertThat(ids(findings.lost())).containsExactly("2-4", "2-5", "1-6");
        assertThat(ids(findings.holes())).containsExactly("1-6");
    }

    @Test
    void lostWriteAcknowledgedAfterTheFaultIsAFencingFailure() {
        writes(1, 1, 9, true);
        writes(1, 10, 12, false);
        // sent before the fault was surely effective and answered after it: either side may have taken it
        entries.add(new LedgerEntry(2, 1, 31, 10_650, 10_800, Result.ACK, "a"));
        LedgerFindings findings = compare();
        assertThat(ids(findings.lost())).containsExactly("1-10", "2-1", "1-11", "1-12");
        assertThat(ids(findings.lostAfterFault())).containsExactly("1-11", "1-12");
    }

    @Test
    void ageOfAWriteAcknowledgedAfterTheFaultIsNotNegative() {
        writes(1, 11, 12, false);
        assertThat(compare().age()).hasValue(Bracket.zero());
        assertThat(compare().rate()).isZero();
    }

    @Test
    void acknowledgementWithAWarningIsAPromise() {
        write(1, 1, Result.ACK_WARN, true);
        write(1, 2, Result.ACK_WARN, false);
        LedgerFindings findings = compare();
        assertThat(findings.acknowledged()).isEqualTo(2);
        assertThat(findings.acknowledgedWithWarning()).isEqualTo(2);
        assertThat(ids(findings.lost())).containsExactly("1-2");
    }

    @Test
    void duplicatesAreCountedByCopiesAndByRows() {
        writes(1, 1, 3, true);
        survivors.set(1, new Survivor(1, 2, 62, 2));
        survivors.add(new Survivor(1, 3, 93, 1));
        assertThat(ids(compare().duplicated())).containsExactly("1-2", "1-3");
        assertThat(compare().integrityBroken()).isTrue();
    }

    @Test
    void flippedPayloadIsCorruptedNotLost() {
        writes(1, 1, 3, true);
        survivors.set(1, new Survivor(1, 2, 63, 1));
        LedgerFindings findings = compare();
        assertThat(ids(findings.corrupted())).containsExactly("1-2");
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.integrityBroken()).isTrue();
    }

    @Test
    void refusedYetPresentIsResurrected() {
        write(1, 1, Result.REFUSED, true);
        write(1, 2, Result.REFUSED, false);
        LedgerFindings findings = compare();
        assertThat(findings.refused()).isEqualTo(2);
        assertThat(ids(findings.resurrected())).containsExactly("1-1");
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.integrityBroken()).isTrue();
    }

    @Test
    void neverAttemptedIsPhantomAndListedOnce() {
        writes(1, 1, 3, true);
        survivors.add(new Survivor(1, 4, 0, 1));
        survivors.add(new Survivor(7, 1, 0, 1));
        survivors.add(new Survivor(7, 1, 0, 1));
        assertThat(compare().phantom()).containsExactly("1-4", "7-1");
        assertThat(compare().integrityBroken()).isTrue();
    }

    @Test
    void indeterminateIsReportedBothWaysAndNeverLost() {
        write(1, 1, Result.INDET, true);
        write(1, 2, Result.INDET, false);
        LedgerFindings findings = compare();
        assertThat(ids(findings.indeterminatePresent())).containsExactly("1-1");
        assertThat(ids(findings.indeterminateAbsent())).containsExactly("1-2");
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.integrityBroken()).isFalse();
        assertThat(findings.acknowledged()).isZero();
    }

    @Test
    void emptyLedgerFindsNothing() {
        LedgerFindings findings = compare();
        assertThat(findings.attempted()).isZero();
        assertThat(findings.rate()).isZero();
    }

    @Test
    void writeListedTwiceIsRefusedByName() {
        writes(3, 4, 4, true);
        writes(3, 4, 4, true);
        assertThatThrownBy(this::compare)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3-4");
    }

    @Test
    void aMillionWritesAreClassedExactlyInLittleTime() {
        for (int writer = 0; writer < 8; writer++) {
            for (long seq = 1; seq <= 125_000; seq++) {
                boolean suffix = seq > 124_900;
                boolean hole = seq % 10_000 == 5;
                boolean flipped = seq % 10_000 == 6;
                boolean doubled = seq % 10_000 == 7;
                Result result = seq % 10_000 == 8 || seq % 10_000 == 9 ? Result.INDET : Result.ACK;
                result = seq % 10_000 == 10 || seq % 10_000 == 11 ? Result.REFUSED : result;
                boolean absent = seq % 10_000 == 9 || seq % 10_000 == 11;
                entries.add(new LedgerEntry(writer, seq, seq ^ writer, seq * 1000, seq * 1000 + 100, result, "a"));
                if (!suffix && !hole && !absent) {
                    survivors.add(new Survivor(writer, seq, seq ^ writer ^ (flipped ? 1 : 0), doubled ? 2 : 1));
                }
            }
            survivors.add(new Survivor(writer, 1_000_000, 0, 1));
        }
        Moment fault = new Moment(124_950_000, 124_950_500);
        LedgerFindings findings = LedgerAnalysis.compare(entries, survivors, fault);
        int each = 8 * 13;
        assertThat(findings.attempted()).isEqualTo(1_000_000);
        assertThat(findings.lost()).hasSize(8 * 100 + each);
        assertThat(findings.lostAfterFault()).hasSize(8 * 50);
        assertThat(findings.holes()).hasSize(each);
        assertThat(findings.corrupted()).hasSize(each);
        assertThat(findings.duplicated()).hasSize(each);
        assertThat(findings.indeterminatePresent()).hasSize(each);
        assertThat(findings.indeterminateAbsent()).hasSize(each);
        assertThat(findings.resurrected()).hasSize(each);
        assertThat(findings.refused()).isEqualTo(2 * each);
        assertThat(findings.phantom()).hasSize(8);
        // Measured beside a HashSet by benchmarks/ledger; here only that it has not become slow.
        Writes writes = Writes.of(entries);
        Survivors found = Survivors.of(survivors);
        assertThat(fastest(5, () -> LedgerAnalysis.compare(writes, found, fault)))
                .isLessThan(300_000_000L);
    }

    /** The shortest of several runs: what else the machine does only makes the others longer. */
    private static long fastest(int runs, Runnable work) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            MonotonicClock clock = MonotonicClock.startingNow();
            work.run();
            fastest = Math.min(fastest, clock.nanos());
        }
        return fastest;
    }
}
