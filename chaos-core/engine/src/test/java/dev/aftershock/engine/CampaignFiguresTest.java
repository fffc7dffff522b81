package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.parts.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What people read of the recovery times of a campaign, and of what it tried. */
class CampaignFiguresTest {

    private static final long MS = 1_000_000;
    private static final Bracket NEVER = Bracket.atLeast(9_000 * MS);

    private final ToySystem toy = new ToySystem();

    @Test
    void aCampaignInOneLine() {
        assertThat(times(trial(1, recovery(300)), trial(2, recovery(100)), trial(3, recovery(500)))
                        .line())
                .isEqualTo("a: 3 trials, R3 median 0.3 s [0.1 s .. 0.5 s]");
        assertThat(times(losing(1, recovery(300), 2), losing(2, recovery(300), 0), trial(3, recovery(300)))
                        .line())
                .as("the third compared nothing")
                .isEqualTo("a: 3 trials, R3 median 0.3 s [0.3 s .. 0.3 s], writes lost in 1 of 2");
        assertThat(times(trial(1, Optional.empty())).line()).isEqualTo("a: 1 trial, no R3");
        assertThat(times(trial(1, Optional.of(NEVER)), trial(2, recovery(300)), trial(3, Optional.of(NEVER)))
                        .line())
                .isEqualTo("a: 3 trials, R3 median never [0.3 s .. never]");
    }

    @Test
    void aShiftHasASignAndMayBeEndless() {
        assertThat(CampaignTimes.shift(300.0 * MS)).isEqualTo("+0.3 s");
        assertThat(CampaignTimes.shift(-300.0 * MS)).isEqualTo("-0.3 s");
        assertThat(CampaignTimes.shift(0)).startsWith("+0 ");
        long never = times(trial(1, Optional.of(NEVER))).median();
        assertThat(CampaignTimes.shift(never - 300 * MS)).isEqualTo("+endless");
        assertThat(CampaignTimes.shift(300 * MS - never)).isEqualTo("-endless");
    }

    @Test
    void writesAreLostUnlikeBeforeOnlyWhereBothComparedThem() {
        CampaignTimes loses = times(losing(1, recovery(300), 2));
        CampaignTimes keeps = times(losing(1, recovery(300), 0));
        CampaignTimes cannotTell = times(trial(1, recovery(300)));

        assertThat(loses.losesUnlike(keeps)).isTrue();
        assertThat(loses.losesUnlike(cannotTell)).isFalse();
        assertThat(loses.losesUnlike(loses)).isFalse();
        assertThat(keeps.losesUnlike(keeps)).isFalse();
    }

    @Test
    void theMiddleOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(CampaignSight.median(List.of(100L, 200L, 400L, 900L))).isEqualTo(300);
        assertThat(CampaignSight.median(List.of(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1)))
                .isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void recoveriesThatNeverEndedAreCountedBesideTheSpread() {
        List<Trial> trials =
                List.of(trial(1, Optional.of(NEVER)), trial(2, recovery(300)), trial(3, Optional.of(NEVER)));
        assertThat(CampaignSight.of(trials, Map.of()))
                .containsExactly(
                        "R3 from 0.3 s to 0.3 s, median 0.3 s, in 1 trial", "2 trials were never seen to recover");
        assertThat(CampaignSight.of(List.of(trial(1, recovery(300))), Map.of()))
                .containsExactly("R3 from 0.3 s to 0.3 s, median 0.3 s, in 1 trial");
    }

    @Test
    void theTimersAreThoseOfTheExperimentAndThoseThatSomebodyKnows() {
        CampaignOptions options = new CampaignOptions(
                Path.of("out"),
                1,
                new Gate.AllPass(3),
                Duration.ofSeconds(30),
                Map.of("wal-retrieve", Duration.ofSeconds(5)),
                List.of());

        assertThat(CampaignSight.timers(experiment(), options))
                .containsOnly(
                        Map.entry("asking every", Duration.ofMillis(2)),
                        Map.entry("asking deadline", Duration.ofMillis(200)),
                        Map.entry("steady-state for", Duration.ofMillis(300)),
                        Map.entry("period", Duration.ofSeconds(30)),
                        Map.entry("wal-retrieve", Duration.ofSeconds(5)));
    }

    @Test
    void aMarginIsReadAsItWasWritten() {
        assertThat(new CampaignMargin.Share(new Percent(10)).text()).isEqualTo("10% of the older median");
        assertThat(new CampaignMargin.Time(Duration.ofMillis(100)).text()).isEqualTo("100ms");
    }

    @Test
    void theSubjectIsAllThatTwoCampaignsMustShareToBeCompared() {
        Experiment plain = experiment();
        assertThat(subject(plain))
                .containsOnly(
                        Map.entry("title", "A toy breaks"),
                        Map.entry("rto", "2s"),
                        Map.entry("rpo", "not judged"),
                        Map.entry("clock", "fault"),
                        Map.entry("steady-state", "within 50ms, at most 5% bad, for 300ms"),
                        Map.entry("probe asking", "toy-watch every 2ms, deadline 200ms"),
                        Map.entry("fault 1-break", "break toy"));
        Experiment bounded = new Experiment(
                plain.title(),
                plain.hypothesis(),
                new Objectives(
                        plain.objectives().rto(),
                        Optional.empty(),
                        Objectives.Start.FIRST_FAILURE,
                        Optional.of(Duration.ofSeconds(9)),
                        Optional.of(Duration.ofSeconds(1))),
                plain.targets(),
                plain.probes(),
                plain.steadyState(),
                plain.method(),
                plain.safeguards());
        assertThat(subject(bounded))
                .containsEntry("clock", "first-failure")
                .containsEntry("mtd", "9s")
                .containsEntry("work-recovery", "1s");
    }

    private Map<String, String> subject(Experiment experiment) {
        return CampaignSubject.of(Planner.plan(ReadExperiment.inCode(experiment), toy.registry()));
    }

    private Experiment experiment() {
        return toy.experiment(Behaviour.REAL, Duration.ofSeconds(2), Optional.empty());
    }

    private static CampaignTimes times(Trial... trials) {
        return new CampaignTimes(
                "a",
                new Campaign(
                        new Campaign.Header("id", "now", Map.of(), "gate", 1, Duration.ofSeconds(2)),
                        List.of(trials),
                        new Campaign.Outcome(
                                true, Verdict.PASS, "scripted", List.of(), List.of(), List.of(), List.of())));
    }

    private static Optional<Bracket> recovery(long millis) {
        return Optional.of(new Bracket(millis * MS, millis * MS, millis * MS));
    }

    private static Trial trial(int number, Optional<Bracket> recovery) {
        return trial(number, recovery, OptionalLong.empty());
    }

    private static Trial losing(int number, Optional<Bracket> recovery, long lost) {
        return trial(number, recovery, OptionalLong.of(lost));
    }

    private static Trial trial(int number, Optional<Bracket> recovery, OptionalLong lost) {
        return new Trial(
                new Trial.TrialSpec(number, "trial-" + number, number, Duration.ZERO),
                Verdict.PASS,
                "PASS: scripted",
                recovery,
                lost,
                false,
                false);
    }
}
