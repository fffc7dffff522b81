package dev.aftershock.reports.files;

import static dev.aftershock.reports.files.Scene.FAULT;
import static dev.aftershock.reports.files.Scene.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Finding;
import dev.aftershock.engine.Judge;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Recording;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every threshold that is told is put to the judge: there, and one nanosecond or one write beside it. */
class WhatIfTest {

    private static RunResult result(Scenes scene) {
        return scene.result(Path.of("nowhere"));
    }

    private static WhatIf of(RunResult result) {
        return new WhatIf(result.recording().header(), result.assessment());
    }

    private static String told(RunResult result, String about) {
        return of(result).turns().stream()
                .filter(turn -> turn.about().equals(about))
                .map(WhatIf.Turn::sentence)
                .findFirst()
                .orElse("");
    }

    /** What the judge says of a topic when the same record is held against other objectives. */
    private static Verdict judged(RunResult result, Finding.Topic topic, Objectives objectives) {
        Recording as = result.recording();
        RunHeader header = as.header();
        RunHeader other = new RunHeader(
                header.runId(),
                header.title(),
                header.hypothesis(),
                header.source(),
                header.startedAt(),
                objectives,
                header.traffic(),
                header.probes(),
                header.faults(),
                header.seed(),
                header.machine());
        return Judge.judge(new Recording(other, as.events(), as.samples(), as.pauses(), as.ledgers()))
                .findings()
                .stream()
                .filter(finding -> finding.topic() == topic)
                .map(Finding::verdict)
                .reduce(Verdict.PASS, Verdict::worse);
    }

    private static Verdict withRto(RunResult result, long nanos) {
        return judged(
                result, Finding.Topic.RTO, new Objectives(Optional.of(Duration.ofNanos(nanos)), Optional.empty()));
    }

    private static Verdict withRpo(RunResult result, Objectives.Rpo rpo) {
        return judged(result, Finding.Topic.RPO, new Objectives(Optional.empty(), Optional.of(rpo)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenes.class,
            mode = Mode.INCLUDE,
            names = {"PASS", "LOST_WRITES", "TOO_SLOW", "INCONCLUSIVE", "LEAKED", "BROWNOUT", "HOSTILE"})
    void theJudgePassesFromTheToldRtoOnAndFailsBelowTheOther(Scenes scene) {
        RunResult result = result(scene);
        long passes = of(result).passesFrom().orElseThrow();
        long missed = of(result).missedBelow();

        assertThat(withRto(result, passes)).isEqualTo(Verdict.PASS);
        assertThat(withRto(result, passes - 1)).isNotEqualTo(Verdict.PASS);
        assertThat(withRto(result, missed - 1)).isEqualTo(Verdict.FAIL);
        assertThat(withRto(result, missed)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatNeverRecoveredPassesWithNoRto() {
        RunResult result = result(Scenes.NEVER_RECOVERED);

        assertThat(of(result).passesFrom()).isEmpty();
        assertThat(withRto(result, of(result).missedBelow() - 1)).isEqualTo(Verdict.FAIL);
        assertThat(withRto(result, of(result).missedBelow())).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(told(result, "Recovery time"))
                .startsWith("It had not recovered when the run ended: FAIL with any RTO below 6.7")
                .endsWith("Only a longer run can tell more (safeguards: stop-after).");
    }

    @Test
    void theJudgeCountsLossAsItIsTold() {
        RunResult result = result(Scenes.LOST_WRITES);

        assertThat(withRpo(result, new Objectives.Writes(41))).isEqualTo(Verdict.PASS);
        assertThat(withRpo(result, new Objectives.Writes(40))).isEqualTo(Verdict.FAIL);
        assertThat(told(result, "Data loss"))
                .startsWith("orders-write: PASS with an RPO from 41 writes on, FAIL with fewer; as an age, PASS from ");
        var age =
                result.assessment().probes().get(0).ledger().orElseThrow().age().orElseThrow();
        assertThat(withRpo(result, new Objectives.Age(Duration.ofNanos(age.high()))))
                .isEqualTo(Verdict.PASS);
        assertThat(withRpo(result, new Objectives.Age(Duration.ofNanos(age.low() - 1))))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aPassTellsHowMuchSlowerItCouldBe() {
        assertThat(told(result(Scenes.PASS), "Recovery time"))
                .isEqualTo(
                        "PASS with any RTO from 0.64 s on, FAIL with one below 0.61 s, and INCONCLUSIVE between them."
                                + " The objective is 5 s: recovery could take 4.36 s longer.");
        assertThat(told(result(Scenes.PASS), "Data loss"))
                .startsWith("orders-write: no write was lost, so any RPO is met, down to 0 writes; ");
    }

    @Test
    void aFailTellsHowMuchFasterItMustBe() {
        assertThat(told(result(Scenes.TOO_SLOW), "Recovery time"))
                .contains("The objective is 0.4 s: recovery would have to be ")
                .endsWith(" faster to be sure.");
    }

    @Test
    void anInconclusiveRunTellsWhatItsBracketIsMadeOf() {
        assertThat(told(result(Scenes.INCONCLUSIVE), "A narrower bracket"))
                .contains("a shorter spacing than 20 ms narrows all but the 11 ms in which the fault began");
    }

    @Test
    void aWideOnsetIsNotBlamedOnTheSpacing() {
        Scene scene = new Scene().prelude();
        scene.event(FAULT, dev.aftershock.engine.TimelineEvent.Type.FAULT_ISSUED, "1", "kind", "cut", "target", "db");
        scene.event(FAULT + 200 * MS, dev.aftershock.engine.TimelineEvent.Type.FAULT_EFFECT, "1", "evidence", "cut");
        scene.event(9_000 * MS, dev.aftershock.engine.TimelineEvent.Type.HEAL_ISSUED, "1");
        scene.event(9_100 * MS, dev.aftershock.engine.TimelineEvent.Type.HEAL_VERIFIED, "1", "evidence", "whole");
        scene.probe("asking", false, scene.down(FAULT, FAULT + 630 * MS));

        assertThat(told(scene.result(Path.of("nowhere")), "A narrower bracket"))
                .contains("0.2 s of that is the time between the call that broke it and the first sight of its effect");
    }

    @Test
    void whatProvesNothingStaysThatWhateverTheObjectives() {
        assertThat(told(result(Scenes.INVALID), "The run itself"))
                .startsWith("No objective makes it better than INVALID: no steady state before the fault");
        assertThat(told(result(Scenes.LEAKED), "The run itself"))
                .startsWith("No objective makes it better than LEAKED: system-orders-db could not be verified healed");
        assertThat(told(result(Scenes.INVALID), "Recovery time")).isEmpty();
        assertThat(told(result(Scenes.PASS), "The run itself")).isEmpty();
    }

    @Test
    void withoutAnyTroubleEveryRtoIsMetDownToTheBlindSpot() {
        Scene scene = new Scene().prelude().faultAndHeal();
        scene.probe("asking", false, scene.slow(0, 0, 0));
        RunResult result = scene.result(Path.of("nowhere"));

        assertThat(told(result, "Recovery time"))
                .startsWith("Nothing failed, so any RTO is met; an outage of up to ")
                .endsWith(" could have gone unseen.");
        assertThat(withRto(result, 10 * MS)).isEqualTo(Verdict.PASS);
    }

    @Test
    void splitBrainMeetsNoRpo() {
        Scene scene = Scene.failover();
        scene.probe("orders-write", true, Scene::up);
        RunResult result = scene.ledger("orders-write", Set.of(1_500L)).result(Path.of("nowhere"));

        assertThat(withRpo(result, new Objectives.Writes(1_000_000))).isEqualTo(Verdict.FAIL);
        assertThat(told(result, "Data loss"))
                .isEqualTo("orders-write: no RPO is met, because 1 write acknowledged after the fault is lost.");
    }

    @Test
    void thresholdsAreRoundedToTheSideOnWhichTheyHold() {
        assertThat(List.of(Figures.atMost(631_000_001), Figures.atLeast(639_999_999)))
                .containsExactly("0.64 s", "0.63 s");
        assertThat(List.of(Figures.atMost(12_340_000), Figures.atLeast(12_390_000)))
                .containsExactly("12.4 ms", "12.3 ms");
        assertThat(List.of(Figures.atMost(5_000_000_000L), Figures.atLeast(0))).containsExactly("5 s", "0 s");
    }
}
