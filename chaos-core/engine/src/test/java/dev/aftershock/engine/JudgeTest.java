package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private final RecordedRun run = new RecordedRun();

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
        run.events.set(5, RecordedRun.event(4_002, Type.HEAL_UNVERIFIED, "1-kill"));
        assertThat(judge(2_000, 2_700, 500).verdict()).isEqualTo(Verdict.LEAKED);
        run.events.remove(5);
        assertThat(judge(2_000, 2_700, 1_000).verdict())
                .as("no word of healing")
                .isEqualTo(Verdict.LEAKED);
    }

    @Test
    void aFaultWhoseEffectWasNeverToldIsInvalid() {
        run.events.remove(2);
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void anInstrumentOutOfCalibrationIsInvalid() {
        run.events.add(new TimelineEvent(
                1_000 * RecordedRun.MS,
                Type.CALIBRATED,
                "instrument",
                Map.of("error-ns", "200000000", "max-gap-ns", "0")));
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aLostWriteFailsAndIsNamed() {
        run.write(1, 1_500);
        run.write(2, 1_990);
        run.survivors = Optional.of(List.of(new Survivor(3, 1, 7, 1)));
        Assessment assessment = judge(2_000, 2_700, 1_000);

        assertThat(assessment.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(assessment.line()).contains("1 of 2 acknowledged writes lost [3-2]");
    }

    @Test
    void aSettledReadThatFailedNeverImprovesTheVerdict() {
        run.write(1, 1_500);
        run.survivors = Optional.empty();
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
        run.clock = Objectives.Start.FIRST_FAILURE;
        Assessment felt = judge(2_400, 2_700, 500);
        assertThat(felt.verdict()).isEqualTo(Verdict.PASS);
        assertThat(felt.line()).contains("since the first failure");
        assertThat(judge(2_400, 2_700, 250).verdict()).isEqualTo(Verdict.FAIL);

        run.clock = Objectives.Start.DECLARED;
        assertThat(judge(2_400, 2_700, 500).verdict()).as("nobody declared it").isEqualTo(Verdict.INVALID);
        run.events.add(RecordedRun.event(2_500, Type.DECLARED, "3-declare"));
        Assessment declared = judge(2_400, 2_700, 250);
        assertThat(declared.verdict()).isEqualTo(Verdict.PASS);
        assertThat(declared.line()).contains("since the declaration");
    }

    @Test
    void recoveryAndWorkRecoveryTogetherAreHeldAgainstTheTolerableDowntime() {
        run.mtd = Optional.of(Duration.ofMillis(1_500));
        run.workRecovery = Optional.of(Duration.ofMillis(500));
        assertThat(judge(2_000, 2_700, 1_000).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(2_000, 3_200, 1_000).line()).contains("R10 = ").contains("of MTD 1.5 s");
    }

    @Test
    void theLoadOfTheProbesIsTheirBusiestSecondBesideTheUsualTraffic() {
        assertThat(judge(2_000, 2_700, 1_000).load())
                .as("nobody said how much is usual")
                .isEmpty();
        run.traffic = OptionalInt.of(20_000);
        assertThat(judge(2_000, 2_700, 1_000).load()).contains(new ProbeLoad(100, 20_000));
        assertThat(judge(2_000, 2_700, 1_000).load().orElseThrow().felt()).isFalse();
        run.traffic = OptionalInt.of(2_000);
        ProbeLoad load = judge(2_000, 2_700, 1_000).load().orElseThrow();
        assertThat(load.felt()).isTrue();
        assertThat(load.sentence()).isEqualTo("up to 100 attempts a second, 5.0 % of the usual 2000");
    }

    private Assessment judge(long downFrom, long downTo, long rto) {
        return judge(downFrom, downTo, rto, !run.entries.isEmpty());
    }

    private Assessment judge(long downFrom, long downTo, long rto, boolean ledger) {
        run.rtoMillis(rto);
        run.ledger = ledger;
        run.rpo = ledger ? Optional.of(new Objectives.Writes(0)) : Optional.empty();
        return run.judge(downFrom, downTo);
    }

    @Test
    void theBaselineReachesFromTheSteadyStateUpToTheFault() {
        // The hold of 500 ms, a twentieth of it and the deadline of 200 ms before 1984 ms is 1259 ms.
        run.firstSampleMs = 9;
        run.events.set(0, RecordedRun.event(1_984, Type.STEADY, "writes"));
        assertThat(judge(2_009, 2_700, 1_000).probes().get(0).baseline().samples())
                .as("due from 1259 ms to 1999 ms, the last of them answered at the instant of the fault")
                .isEqualTo(75);
    }

    @Test
    void whatASystemLoggedAtTheInstantOfTheFaultIsSinceTheFault() {
        assertThat(judge(2_000, 2_700, 1_000).detect()).isEmpty();
        run.events.add(RecordedRun.event(2_000, Type.SYSTEM, "db", Map.of("kind", "DETECTED")));
        assertThat(judge(2_000, 2_700, 1_000).detect().orElseThrow().high()).isZero();
        run.events.set(6, RecordedRun.event(1_999, Type.SYSTEM, "db", Map.of("kind", "DETECTED")));
        assertThat(judge(2_000, 2_700, 1_000).detect()).isEmpty();
    }
}
