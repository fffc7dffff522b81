package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrialTest {

    private static final Trial.TrialSpec SPEC = new Trial.TrialSpec(4, "trial-04", 7, Duration.ofMillis(5));

    private final RecordedRun run = new RecordedRun();

    @Test
    void aTrialIsWhatTheRecordOfItsRunSays() {
        Assessment assessment = run.judge(2_000, 2_700);
        Trial trial = Trial.of(SPEC, assessment, false);

        assertThat(trial.spec()).isEqualTo(SPEC);
        assertThat(trial.verdict()).isEqualTo(Verdict.PASS);
        assertThat(trial.line()).isEqualTo(assessment.line());
        assertThat(trial.recovery()).isEqualTo(assessment.probes().get(0).recoveryTime());
        assertThat(trial.recovery().orElseThrow().high()).isBetween(700 * RecordedRun.MS, 720 * RecordedRun.MS);
        assertThat(trial.lost()).as("no probe keeps a ledger").isEmpty();
        assertThat(trial.brokenPromise()).isFalse();
    }

    @Test
    void aTrialIsAsSlowAsTheSlowestOfItsProbes() {
        Bracket fast = new Bracket(1, 2, 30);
        Bracket slow = new Bracket(2, 3, 40);
        Bracket later = new Bracket(3, 3, 40);
        assertThat(recovery(fast, slow)).contains(slow);
        assertThat(recovery(slow, fast)).contains(slow);
        assertThat(recovery(slow, later)).contains(later);
    }

    @Test
    void whatAllProbesLostIsLostTogether() {
        losing();
        Assessment one = run.judge(2_000, 2_700);
        assertThat(Trial.of(SPEC, one, false).lost()).isEqualTo(OptionalLong.of(1));
        ProbeAssessment probe = one.probes().get(0);
        assertThat(Trial.of(SPEC, with(one, probe, probe), false).lost()).isEqualTo(OptionalLong.of(2));
        run.survivors = Optional.of(List.of(new Survivor(3, 1, 7, 1), new Survivor(3, 2, 7, 1)));
        assertThat(Trial.of(SPEC, run.judge(2_000, 2_700), false).lost()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void aLostWriteBreaksAPromiseThatBeingSlowDoesNot() {
        run.rtoMillis(500);
        Trial slow = Trial.of(SPEC, run.judge(2_000, 2_700), false);
        assertThat(slow.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(slow.brokenPromise()).isFalse();

        losing();
        run.rtoMillis(1_000);
        Trial loses = Trial.of(SPEC, run.judge(2_000, 2_700), false);
        assertThat(loses.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(loses.brokenPromise()).isTrue();
    }

    @Test
    void onlyAnInconclusiveTrialThatRanToItsEndIsEvidence() {
        assertThat(trial(Verdict.PASS, 5, true).counts()).isTrue();
        assertThat(trial(Verdict.FAIL, 5, true).counts()).isTrue();
        assertThat(trial(Verdict.INCONCLUSIVE, 5, false).counts()).isTrue();
        assertThat(trial(Verdict.INCONCLUSIVE, 5, true).counts()).isFalse();
        assertThat(trial(Verdict.INVALID, 5, false).counts()).isFalse();
        assertThat(trial(Verdict.LEAKED, 5, false).counts()).isFalse();
    }

    @Test
    void aTimeThatCannotBeReliedOnCountsAsNever() {
        assertThat(trial(Verdict.PASS, 5, false).upperEnd(5)).isEqualTo(5);
        assertThat(trial(Verdict.INCONCLUSIVE, 5, false).upperEnd(5)).isEqualTo(Bracket.NEVER);
        assertThat(trial(Verdict.INCONCLUSIVE, 6, false).upperEnd(5))
                .as("its bracket tells why")
                .isEqualTo(6);
    }

    private void losing() {
        run.ledger = true;
        run.rpo = Optional.of(new Objectives.Writes(0));
        run.write(1, 1_500);
        run.write(2, 1_990);
        run.survivors = Optional.of(List.of(new Survivor(3, 1, 7, 1)));
    }

    private Optional<Bracket> recovery(Bracket... times) {
        Assessment assessment = run.judge(2_000, 2_700);
        ProbeAssessment probe = assessment.probes().get(0);
        ProbeAssessment[] probes = new ProbeAssessment[times.length];
        for (int i = 0; i < times.length; i++) {
            probes[i] = new ProbeAssessment(
                    probe.probe(),
                    probe.baseline(),
                    probe.recovery(),
                    Optional.of(times[i]),
                    probe.capacity(),
                    probe.tail(),
                    probe.retries(),
                    probe.healOutage(),
                    probe.ledger(),
                    probe.byHeal());
        }
        return Trial.of(SPEC, with(assessment, probes), false).recovery();
    }

    private static Assessment with(Assessment assessment, ProbeAssessment... probes) {
        return new Assessment(
                assessment.verdict(),
                assessment.line(),
                assessment.findings(),
                List.of(probes),
                assessment.fault(),
                assessment.heal(),
                assessment.detect(),
                assessment.redundancy(),
                assessment.calibrationError(),
                assessment.maxGap(),
                assessment.load());
    }

    private static Trial trial(Verdict verdict, long high, boolean cutShort) {
        return new Trial(
                SPEC, verdict, "scripted", Optional.of(new Bracket(1, 2, high)), OptionalLong.of(0), false, cutShort);
    }
}
