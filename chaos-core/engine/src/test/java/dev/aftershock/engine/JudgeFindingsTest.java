package dev.aftershock.engine;

import static dev.aftershock.engine.RecordedRun.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.engine.TimelineEvent.Type;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a recording is found to show, in words and at the very edges. */
class JudgeFindingsTest {

    private final RecordedRun run = new RecordedRun();

    @Test
    void aBracketEndsInsideItsObjectiveWhenItEndsExactlyThere() {
        Bracket stable = assess(2_000, 2_700).recoveryTime().orElseThrow();
        assertThat(stable.low()).isLessThan(stable.high());

        assertThat(verdictFor(stable.high())).isEqualTo(Verdict.PASS);
        assertThat(verdictFor(stable.high() - 1)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdictFor(stable.low())).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdictFor(stable.low() - 1)).isEqualTo(Verdict.FAIL);
    }

    private Verdict verdictFor(long rtoNanos) {
        run.rto = Optional.of(Duration.ofNanos(rtoNanos));
        return run.judge(2_000, 2_700).verdict();
    }

    @Test
    void howMuchIsToSpareAndHowMuchIsTooLateIsCountedFromTheNearerEnd() {
        assertThat(message(Topic.RTO)).isEqualTo("writes: R3 = 0.69 s [0.68, 0.71] of RTO 1 s, 0.3 s to spare");
        run.rtoMillis(500);
        assertThat(message(Topic.RTO)).isEqualTo("writes: R3 = 0.69 s [0.68, 0.71] of RTO 0.5 s, 0.19 s too slow");
    }

    @Test
    void whatToDoAboutABracketThatStraddlesDependsOnWhetherItEnded() {
        run.rtoMillis(699);
        assertThat(RecordedRun.finding(run.judge(2_000, 2_700), Topic.RTO).remedy())
                .isEqualTo("sample more often than every 10 ms");
        run.rtoMillis(9_000);
        assertThat(RecordedRun.finding(run.judge(2_000, 9_000), Topic.RTO).remedy())
                .contains("raise safeguards: stop-after");
    }

    @Test
    void blindnessAtAnEdgeIsToleratedForFiveSpacingsOrATenthOfTheObjective() {
        run.pauses.add(new Moment(2_640 * MS, 2_740 * MS));
        run.rtoMillis(2_000);
        assertThat(run.judge(2_000, 2_700).verdict()).isEqualTo(Verdict.PASS);
        run.rtoMillis(900);
        Finding blind = RecordedRun.finding(run.judge(2_000, 2_700), Topic.RTO);
        assertThat(blind.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(blind.message()).contains("the observer was blind for", "at an edge of the outage");

        run.pauses.set(0, new Moment(2_680 * MS, 2_715 * MS));
        run.rtoMillis(800);
        assertThat(run.judge(2_000, 2_700).verdict())
                .as("35 ms, of five times 10 ms")
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void whatObservedNothingSinceTheFaultIsInvalid() {
        run.endMs = 1_900;
        Finding nothing = RecordedRun.finding(run.judge(9_000, 9_000), Topic.RTO);
        assertThat(nothing.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(nothing.message()).isEqualTo("writes: the probe observed nothing since the fault");
    }

    @Test
    void whatFailedBeforeTheFaultIsNotItsDoing() {
        Finding before = RecordedRun.finding(run.judge(1_980, 2_700), Topic.RTO);
        assertThat(before.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(before.message()).startsWith("writes: something was failing before the fault");
    }

    @Test
    void recoveryThatMayBeTheHealsDoingIsSaid() {
        run.rtoMillis(3_000);
        assertThat(assess(2_000, 4_300).byHeal()).isTrue();
        assertThat(message(2_000, 4_300, Topic.RTO))
                .endsWith("recovered only because the fault was healed, not by design");
        assertThat(assess(2_000, 2_700).byHeal()).isFalse();
        assertThat(message(2_000, 2_700, Topic.RTO)).endsWith("s to spare");
        assertThat(assess(9_000, 9_000).byHeal()).as("nothing failed").isFalse();
        assertThat(assess(2_000, 9_000).byHeal()).as("never recovered").isFalse();
        run.events.removeIf(event -> event.type().name().startsWith("HEAL"));
        assertThat(assess(2_000, 4_300).byHeal()).as("nothing was healed").isFalse();
    }

    @Test
    void oneSlowKeyIsNotMadeUpForByFastOnes() {
        run.keys = 4;
        run.rtoMillis(1_000);
        assertThat(tail(2_000, 2_600).verdict()).isEqualTo(Verdict.PASS);
        assertThat(tail(2_000, 2_600).message())
                .matches("writes: R9 = 0\\.\\d+ s \\[.*] for the slowest of 4 keys, number 4, of RTO 1 s");
        run.rtoMillis(400);
        assertThat(tail(2_000, 2_600).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(tail(2_000, 2_600).message()).endsWith(": 25.0 % of the keys took longer");
        run.rtoMillis(600);
        assertThat(tail(2_000, 2_600).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        run.keys = 1;
        assertThat(assess(2_000, 2_600).tail()).isEmpty();
    }

    private Finding tail(long from, long to) {
        return run.judge(from, to).findings().stream()
                .filter(finding -> finding.message().contains("R9"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTolerableDowntimeIsKeptMissedOrStraddled() {
        run.workRecovery = Optional.of(Duration.ofMillis(500));
        assertThat(downtime(1_500)).isEqualTo(Verdict.PASS);
        run.rtoMillis(600);
        assertThat(downtime(1_195)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(downtime(1_150)).isEqualTo(Verdict.FAIL);
    }

    private Verdict downtime(long mtdMillis) {
        run.mtd = Optional.of(Duration.ofMillis(mtdMillis));
        return run.judge(2_000, 2_700).findings().stream()
                .filter(finding -> finding.message().startsWith("writes: R10 = "))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    @Test
    void theBaselineIsTheLastHoldBeforeTheFault() {
        // The check ended at 1,990 ms and looks back 500 and 25 ms and a deadline of 200.
        assertThat(assess(2_000, 2_700).baseline().samples()).isEqualTo(73);
        run.events.set(0, RecordedRun.event(1_990, Type.STEADY, "another"));
        assertThat(assess(2_000, 2_700).baseline().samples())
                .as("back from the fault")
                .isEqualTo(73 - 1);
        run.events.clear();
        assertThat(assess(2_000, 2_700).baseline().samples())
                .as("no fault: everything")
                .isEqualTo(600);
    }

    @Test
    void withoutABaselineThereIsNoFullCapacity() {
        assertThat(assess(2_000, 2_700).capacity()).isPresent();
        run.firstSampleMs = 2_000;
        assertThat(assess(2_000, 2_700).capacity()).isEmpty();
    }

    @Test
    void theSystemsOwnWordsAreTimedFromTheFault() {
        assertThat(run.judge(2_000, 2_700).detect()).isEmpty();
        said(1_000, "DETECTED");
        said(2_300, "DETECTED");
        said(2_400, "DETECTED");
        said(2_500, "REDUNDANT");
        said(3_500, "REDUNDANT");
        Assessment assessment = run.judge(2_000, 2_700);
        assertThat(assessment.detect()).contains(new Bracket(298 * MS, 299 * MS, 300 * MS));
        assertThat(assessment.redundancy()).contains(new Bracket(1_498 * MS, 1_499 * MS, 1_500 * MS));
        said(2_001, "DETECTED");
        assertThat(run.judge(2_000, 2_700).detect()).contains(new Bracket(0, 0, MS));
    }

    private void said(long atMs, String kind) {
        run.events.add(RecordedRun.event(atMs, Type.SYSTEM, "db", Map.of("kind", kind, "detail", "")));
    }

    @Test
    void theInstrumentsErrorAndTheObserversLongestPauseAreTold() {
        assertThat(run.judge(2_000, 2_700).calibrationError()).isEmpty();
        run.events.add(calibrated(100 * MS));
        run.machine = Map.of("observer-max-gap-ns", "17");
        Assessment assessment = run.judge(2_000, 2_700);
        assertThat(assessment.calibrationError()).hasValue(100 * MS);
        assertThat(assessment.maxGap()).isEqualTo(17);
        assertThat(assessment.verdict()).as("a tenth of the RTO exactly").isEqualTo(Verdict.PASS);
        run.events.add(calibrated(100 * MS + 1));
        assertThat(run.judge(2_000, 2_700).verdict()).isEqualTo(Verdict.INVALID);
    }

    private static TimelineEvent calibrated(long error) {
        return RecordedRun.event(
                1_000, Type.CALIBRATED, "instrument", Map.of("error-ns", Long.toString(error), "max-gap-ns", "0"));
    }

    @Test
    void withoutASteadyStateNothingIsProven() {
        run.events.clear();
        run.events.add(RecordedRun.event(1_990, Type.NOT_STEADY, "writes", Map.of("reason", "too slow")));
        Assessment assessment = run.judge(9_000, 9_000);
        assertThat(assessment.findings())
                .extracting(Finding::message)
                .containsExactly("no steady state before the fault: writes: too slow");
        assertThat(assessment.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aRecordThatEndsBeforeTheFirstInjectionProvesNothing() {
        run.events.clear();
        assertThat(run.judge(9_000, 9_000).findings())
                .extracting(Finding::message)
                .containsExactly("nothing was injected");
        run.events.add(RecordedRun.event(1_995, Type.ABORTED, "method", Map.of("reason", "Ctrl-C")));
        Assessment aborted = run.judge(9_000, 9_000);
        assertThat(aborted.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(aborted.findings())
                .extracting(Finding::message)
                .containsExactly("the method was ended early: Ctrl-C");
    }

    @Test
    void everyFaultIsTakenByItself() {
        run.events.add(RecordedRun.event(2_100, Type.FAULT_ISSUED, "2-cut"));
        run.events.add(RecordedRun.event(2_200, Type.FAULT_NO_EFFECT, "2-cut", Map.of("reason", "nothing happened")));
        run.events.add(RecordedRun.event(4_100, Type.HEAL_VERIFIED, "2-cut"));
        assertThat(run.judge(2_000, 2_700).findings())
                .extracting(Finding::verdict, Finding::message)
                .containsExactly(
                        tuple(Verdict.INVALID, "the fault 2-cut had no visible effect: nothing happened"),
                        tuple(Verdict.PASS, "writes: R3 = 0.69 s [0.68, 0.71] of RTO 1 s, 0.3 s to spare"),
                        tuple(Verdict.PASS, "1-kill acted: seen"),
                        tuple(Verdict.PASS, "1-kill healed: seen"),
                        tuple(Verdict.PASS, "2-cut healed: seen"));
    }

    @Test
    void theWorstComesFirst() {
        run.rtoMillis(500);
        run.events.add(RecordedRun.event(3_000, Type.ABORTED, "method", Map.of("reason", "Ctrl-C")));
        assertThat(run.judge(2_000, 2_700).findings())
                .extracting(Finding::verdict)
                .containsExactly(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS, Verdict.PASS);
    }

    private ProbeAssessment assess(long downFrom, long downTo) {
        return run.judge(downFrom, downTo).probes().get(0);
    }

    private String message(Topic topic) {
        return message(2_000, 2_700, topic);
    }

    private String message(long downFrom, long downTo, Topic topic) {
        return RecordedRun.finding(run.judge(downFrom, downTo), topic).message();
    }
}
