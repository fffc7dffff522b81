package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Write {@code n} of a writer is sent at {@code n} s and answered 0.1 s later; the fault strikes at 10.5 to 10.7 s. */
class LedgerFindingsTest {

    private static final long S = 1_000_000_000;
    private static final Moment FAULT = new Moment(10_500_000_000L, 10_700_000_000L);

    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<Survivor> survivors = new ArrayList<>();
    private final List<ReadBack> reads = new ArrayList<>();

    private void write(long seq, Result result, boolean present) {
        write(seq, result, present, "");
    }

    private void write(long seq, Result result, boolean present, String node) {
        entries.add(new LedgerEntry(1, seq, 7, seq * S, seq * S + S / 10, result, node));
        if (present) {
            survivors.add(new Survivor(1, seq, 7, 1));
        }
    }

    private void writes(long from, long to, boolean present) {
        for (long seq = from; seq <= to; seq++) {
            write(seq, Result.ACK, present);
        }
    }

    private LedgerFindings compare() {
        return LedgerAnalysis.compare(entries, survivors, reads, FAULT);
    }

    private static List<String> ids(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::id).toList();
    }

    @Test
    void aWriterThatGoesOnAfterAFailoverDoesNotMakeItsLossAHole() {
        writes(1, 8, true);
        writes(9, 10, false);
        writes(11, 15, true);
        assertThat(ids(compare().lost())).containsExactly("1-9", "1-10");
        assertThat(compare().holes()).isEmpty();
        assertThat(compare().lostSpans()).containsExactly(new LostSpan(1, 9, 10, 2));
    }

    @Test
    void anUnansweredSurvivorMakesNoHole() {
        writes(1, 5, false);
        write(6, Result.INDET, true);
        assertThat(compare().holes()).isEmpty();
    }

    @Test
    void aSpanGoesOnOverWhatPromisedNothingAndEndsAtASurvivor() {
        writes(1, 2, false);
        write(3, Result.REFUSED, false);
        write(4, Result.INDET, false);
        writes(5, 5, false);
        write(6, Result.INDET, true);
        writes(7, 7, false);
        assertThat(compare().lostSpans()).containsExactly(new LostSpan(1, 1, 5, 3), new LostSpan(1, 7, 7, 1));
    }

    @Test
    void aLossAcknowledgedByTheNewAuthorityIsNoFencingFailure() {
        write(1, Result.ACK, true, "old");
        write(2, Result.ACK, true, "old");
        write(11, Result.ACK, false, "old");
        write(12, Result.ACK, false, "new");
        write(13, Result.ACK, false, "");
        assertThat(ids(compare().lostAfterFault())).containsExactly("1-11", "1-13");
    }

    @Test
    void withoutAKnownOldAuthorityEveryLossAfterTheFaultIsAFencingFailure() {
        write(1, Result.ACK, true, "");
        write(12, Result.ACK, false, "new");
        assertThat(ids(compare().lostAfterFault())).containsExactly("1-12");
    }

    @Test
    void aDeletedWriteThatIsStillThereIsResurrectedAndOneThatIsGoneIsNotLost() {
        write(1, Result.DELETED, true);
        write(2, Result.DELETED, false);
        assertThat(ids(compare().resurrected())).containsExactly("1-1");
        assertThat(compare().lost()).isEmpty();
        assertThat(compare().integrityBroken()).isTrue();
    }

    @Test
    void aRowBehindALaterWriteOfItsWriterIsReordered() {
        writes(1, 4, false);
        write(5, Result.INDET, false);
        write(6, Result.ACK, false);
        long[] positions = {10, 50, 20, 30, 70, 60};
        for (int i = 0; i < positions.length; i++) {
            survivors.add(new Survivor(1, i + 1L, 7, 1, positions[i]));
        }
        // The fifth was given up and may rightly come after the sixth.
        assertThat(ids(compare().reordered())).containsExactly("1-2");
        assertThat(compare().integrityBroken()).isTrue();
    }

    @Test
    void ordersOfDifferentWritersAndEqualPositionsContradictNothing() {
        entries.add(new LedgerEntry(1, 1, 7, 1, 2, Result.ACK, ""));
        entries.add(new LedgerEntry(1, 2, 7, 3, 4, Result.ACK, ""));
        entries.add(new LedgerEntry(2, 1, 7, 5, 6, Result.ACK, ""));
        survivors.add(new Survivor(1, 1, 7, 1, 5));
        survivors.add(new Survivor(1, 2, 7, 1, 5));
        survivors.add(new Survivor(2, 1, 7, 1, 1));
        assertThat(compare().reordered()).isEmpty();
    }

    @Test
    void aReadBegunAfterTheAcknowledgementThatMissesASurvivorIsStale() {
        writes(1, 3, true);
        writes(4, 4, false);
        reads.add(new ReadBack(1, 1, S + S / 10 + 5, false));
        reads.add(new ReadBack(1, 1, S + S / 10 + 30, false));
        reads.add(new ReadBack(1, 1, S + S / 10 + 20, false));
        reads.add(new ReadBack(1, 1, S + S / 10 + 40, true));
        reads.add(new ReadBack(1, 2, 2 * S + S / 10, false));
        reads.add(new ReadBack(1, 4, 9 * S, false));
        assertThat(compare().stale()).containsExactly(new StaleWrite(entries.get(0), 30));
        assertThat(compare().staleness()).isEqualTo(30);
        assertThat(compare().integrityBroken()).isFalse();
    }

    @Test
    void aReadOfAWriteNeverAttemptedIsRefused() {
        reads.add(new ReadBack(4, 2, 5, true));
        assertThatIllegalArgumentException().isThrownBy(this::compare).withMessageContaining("4-2");
    }

    @Test
    void nothingLostIsSaidWithWhatWasAtStake() {
        writes(1, 14, true);
        LedgerFindings findings = compare();
        assertThat(findings.atStake()).isEqualTo(10);
        assertThat(findings.window()).isEqualTo(9_500_000_000L);
        assertThat(findings.resolution()).isEqualTo(950_000_000L);
        assertThat(findings.nothingAtStake()).isFalse();
        assertThat(findings.staleness()).isZero();
        assertThat(findings.sentence()).isEqualTo("0 of 10 acked in the last 9.5 s at 1.1/s lost, resolution +-0.95 s");
    }

    @Test
    void lossesAfterTheFaultAreSaidApart() {
        writes(1, 9, true);
        writes(10, 12, false);
        assertThat(compare().lostAtStake()).isEqualTo(1);
        assertThat(compare().sentence())
                .isEqualTo("1 of 10 acked in the last 9.5 s at 1.1/s lost, resolution +-0.95 s; and 2 acked later");
    }

    @Test
    void aHighRateIsSaidWithoutDecimals() {
        for (long seq = 1; seq <= 1000; seq++) {
            entries.add(new LedgerEntry(1, seq, 7, FAULT.earliest() - S, FAULT.earliest(), Result.ACK, ""));
            survivors.add(new Survivor(1, seq, 7, 1));
        }
        assertThat(compare().sentence()).isEqualTo("0 of 1000 acked in the last 1 s at 1000/s lost, resolution +-1 ms");
    }

    @Test
    void nothingAcknowledgedBeforeTheFaultProvesNothing() {
        write(1, Result.INDET, true);
        write(2, Result.REFUSED, false);
        write(11, Result.ACK, true);
        assertThat(compare().nothingAtStake()).isTrue();
        assertThat(compare().resolution()).isEqualTo(Bracket.NEVER);
        assertThat(compare().sentence()).contains("nothing was at stake");
        assertThat(compare().rate()).isZero();
    }

    @Test
    void survivorsWithImpossibleNamesArePhantomsAndCostNothing() {
        writes(1, 2, true);
        survivors.add(new Survivor(1, Long.MAX_VALUE, 0, 1));
        survivors.add(new Survivor(Integer.MAX_VALUE, 1, 0, 1));
        survivors.add(new Survivor(-1, 1, 0, 1));
        survivors.add(new Survivor(1, -1, 0, 1));
        survivors.add(new Survivor(1, 0, 0, Integer.MAX_VALUE));
        survivors.add(new Survivor(1, Long.MIN_VALUE, 0, 1));
        survivors.add(new Survivor(1, (1L << 32) + 1, 0, 1));
        survivors.add(new Survivor(0, 1, 0, 1));
        assertThat(compare().phantom())
                .containsExactly(
                        "-1-1",
                        "0-1",
                        "1-" + Long.MIN_VALUE,
                        "1--1",
                        "1-0",
                        "1-4294967297",
                        "1-" + Long.MAX_VALUE,
                        Integer.MAX_VALUE + "-1");
        assertThat(compare().duplicated()).isEmpty();
    }

    @Test
    void copiesBeyondAnyNumberAreStillADuplicate() {
        writes(1, 1, true);
        survivors.add(new Survivor(1, 1, 7, Integer.MAX_VALUE));
        survivors.add(new Survivor(1, 1, 7, Integer.MAX_VALUE));
        assertThat(ids(compare().duplicated())).containsExactly("1-1");
    }

    @Test
    void aNumberThatWasLeftOutIsNoWrite() {
        writes(1, 1, true);
        writes(3, 3, false);
        survivors.add(new Survivor(1, 2, 7, 1));
        assertThat(compare().phantom()).containsExactly("1-2");
        assertThat(compare().duplicated()).isEmpty();
        assertThat(compare().atStake()).isEqualTo(2);
        assertThat(ids(compare().lost())).containsExactly("1-3");
    }

    @Test
    void aPlainSurvivorEndsASpan() {
        writes(1, 1, false);
        writes(2, 2, true);
        writes(3, 3, false);
        assertThat(compare().lostSpans()).containsExactly(new LostSpan(1, 1, 1, 1), new LostSpan(1, 3, 3, 1));
    }

    @Test
    void numbersFarApartAreRefusedBeforeTheyCostMemory() {
        write(1, Result.ACK, true);
        write(5_000_000, Result.ACK, true);
        assertThatIllegalArgumentException()
                .isThrownBy(this::compare)
                .withMessageContaining("only 2 are listed")
                .withMessageContaining("without gaps");
    }
}
