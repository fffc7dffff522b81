package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Recordings of a probe that samples every 10 ms for 6 s, and of a fault at 2 s that is healed at 4 s. */
class JudgeTest {

    private static final long MS = 1_000_000;
    private static final SeriesSpec SERIES = new SeriesSpec(10 * MS, 200 * MS, 50 * MS, 500 * MS, 0.01);

    private final List<TimelineEvent> events = new ArrayList<>(List.of(
            event(1_990, Type.STEADY, "writes"),
            event(2_000, Type.FAULT_ISSUED, "1-kill"),
            event(2_002, Type.FAULT_EFFECT, "1-kill"),
            event(4_000, Type.HEAL_ISSUED, "1-kill"),
            event(4_001, Type.HEAL_RETURNED, "1-kill"),
            event(4_002, Type.HEAL_VERIFIED, "1-kill")));
    private final List<LedgerEntry> entries = new ArrayList<>();
    private Optional<List<Survivor>> survivors = Optional.of(List.of());
    private Objectives.Start clock = Objectives.Start.FAULT;
    private OptionalInt traffic = OptionalInt.empty();
    private Optional<Duration> mtd = Optional.empty();
    private Optional<Duration> workRecovery = Optional.empty();

    @Test
    void anOutageInsideTheObjectivePasses() {
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void anOutageBeyondTheObjectiveFails() {
        assertThat(judge(2_000, 2_700, 500).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aBracketThatStraddlesTheObjectiveIsInconclusiveWhereverThePointLies() {
        assertThat(judge(2_000, 2_700, 699).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(2_000, 2_700, 695).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void neverRecoveringFails() {
        Assessment assessment = judge(2_000, 9_000, 1_000);

        assertThat(assessment.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(assessment.line()).contains("never recovered");
    }

    @Test
    void nothingFailingPassesAndSaysWhatCouldHaveGoneUnseen() {
        Assessment assessment = judge(9_000, 9_001, 1_000);

        assertThat(assessment.verdict()).isEqualTo(Verdict.PASS);
        assertThat(assessment.line()).contains("no outage longer than");
    }

    @Test
    void aFaultThatCouldNotBeVerifiedHealedIsLeakedWhateverElseWasFound() {
        events.set(5, event(4_002, Type.HEAL_UNVERIFIED, "1-kill"));
        assertThat(judge(2_000, 2_700, 500).verdict()).isEqualTo(Verdict.LEAKED);
        events.remove(5);
        assertThat(judge(2_000, 2_700, 1_000).verdict())
                .as("no word of healing")
                .isEqualTo(Verdict.LEAKED);
    }

    @Test
    void aFaultWhoseEffectWasNeverToldIsInvalid() {
        events.remove(2);
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void anInstrumentOutOfCalibrationIsInvalid() {
        events.add(new TimelineEvent(
                1_000 * MS, Type.CALIBRATED, "instrument", Map.of("error-ns", "200000000", "max-gap-ns", "0")));
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aLostWriteFailsAndIsNamed() {
        write(1, 1_500);
        write(2, 1_990);
        survivors = Optional.of(List.of(new Survivor(3, 1, 7, 1)));
        Assessment assessment = judge(2_000, 2_700, 1_000);

        assertThat(assessment.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(assessment.line()).contains("1 of 2 acknowledged writes lost [3-2]");
    }

    @Test
    void aSettledReadThatFailedNeverImprovesTheVerdict() {
        write(1, 1_500);
        survivors = Optional.empty();
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void noAcknowledgedWriteIsInvalidBecauseNoneCouldBeLost() {
        assertThat(judge(2_000, 2_700, 1_000, true).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void theClockMayBeginAtTheDeclarationOrAtTheFirstFailure() {
        // The fault is at 2 s; users feel it from 2.4 s to 2.7 s.
        assertThat(judge(2_400, 2_700, 500).verdict()).isEqualTo(Verdict.FAIL);
        clock = Objectives.Start.FIRST_FAILURE;
        Assessment felt = judge(2_400, 2_700, 500);
        assertThat(felt.verdict()).isEqualTo(Verdict.PASS);
        assertThat(felt.line()).contains("since the first failure");
        assertThat(judge(2_400, 2_700, 250).verdict()).isEqualTo(Verdict.FAIL);

        clock = Objectives.Start.DECLARED;
        assertThat(judge(2_400, 2_700, 500).verdict()).as("nobody declared it").isEqualTo(Verdict.INVALID);
        events.add(event(2_500, Type.DECLARED, "3-declare"));
        Assessment declared = judge(2_400, 2_700, 250);
        assertThat(declared.verdict()).isEqualTo(Verdict.PASS);
        assertThat(declared.line()).contains("since the declaration");
    }

    @Test
    void recoveryAndWorkRecoveryTogetherAreHeldAgainstTheTolerableDowntime() {
        mtd = Optional.of(Duration.ofMillis(1_500));
        workRecovery = Optional.of(Duration.ofMillis(500));
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(2_000, 3_200, 1_000).line()).contains("R10 = ").contains("of MTD 1.5 s");
    }

    @Test
    void theLoadOfTheProbesIsTheirBusiestSecondBesideTheUsualTraffic() {
        assertThat(judge(2_000, 2_700, 1_000).load())
                .as("nobody said how much is usual")
                .isEmpty();
        traffic = OptionalInt.of(20_000);
        assertThat(judge(2_000, 2_700, 1_000).load()).contains(new ProbeLoad(100, 20_000));
        assertThat(judge(2_000, 2_700, 1_000).load().orElseThrow().felt()).isFalse();
        traffic = OptionalInt.of(2_000);
        ProbeLoad load = judge(2_000, 2_700, 1_000).load().orElseThrow();
        assertThat(load.felt()).isTrue();
        assertThat(load.sentence()).isEqualTo("up to 100 attempts a second, 5.0 % of the usual 2000");
    }

    private void write(long seq, long at) {
        entries.add(new LedgerEntry(3, seq, 7, at * MS, (at + 1) * MS, LedgerEntry.Result.ACK, ""));
    }

    private Assessment judge(long downFrom, long downTo, long rto) {
        return judge(downFrom, downTo, rto, !entries.isEmpty());
    }

    private Assessment judge(long downFrom, long downTo, long rto, boolean ledger) {
        RunHeader header = new RunHeader(
                "run",
                "title",
                "hypothesis",
                "file.yaml",
                "2026-01-01T00:00:00Z",
                new Objectives(
                        Optional.of(Duration.ofMillis(rto)),
                        ledger ? Optional.of(new Objectives.Writes(0)) : Optional.empty(),
                        clock,
                        mtd,
                        workRecovery),
                traffic,
                List.of(new RunHeader.ProbeHeader("writes", "toy", "write", SERIES, ledger)),
                List.of("kill"),
                1,
                Map.of());
        List<Sample> samples = new ArrayList<>();
        for (long at = 0; at < 6_000; at += 10) {
            boolean down = at >= downFrom && at < downTo;
            samples.add(new Sample(at * MS, at * MS, (at + 1) * MS, down ? Outcome.FAIL_FAST : Outcome.OK));
        }
        Map<String, Recording.LedgerRecord> ledgers =
                ledger ? Map.of("writes", new Recording.LedgerRecord(entries, survivors)) : Map.of();
        return Judge.judge(new Recording(header, events, Map.of("writes", samples), List.of(), ledgers));
    }

    private static TimelineEvent event(long at, Type type, String subject) {
        return new TimelineEvent(at * MS, type, subject, Map.of("evidence", "seen"));
    }
}
