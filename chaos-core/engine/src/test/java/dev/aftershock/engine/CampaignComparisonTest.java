package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.CampaignComparison.Answer;
import dev.aftershock.engine.CampaignComparison.Version;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CampaignComparisonTest {

    private static final CampaignMargin TENTH = new CampaignMargin.Share(new Percent(10));

    @Test
    void aShiftBeyondTheMarginIsARegression() {
        CampaignComparison found = compare(version("a", 12, 300), version("b", 12, 600));

        assertThat(found.answer()).as(found.toString()).isEqualTo(Answer.REGRESSION);
        assertThat(found.why()).contains("+0.3 s");
    }

    @Test
    void aShiftWithinTheMarginIsNone() {
        assertThat(compare(version("a", 12, 300), version("b", 12, 302)).answer())
                .isEqualTo(Answer.NO_REGRESSION);
        assertThat(compare(version("a", 12, 600), version("b", 12, 300)).answer())
                .isEqualTo(Answer.NO_REGRESSION);
    }

    @Test
    void threeAgainstThreeAreNotEnoughHoweverFarApart() {
        CampaignComparison found = compare(version("a", 3, 300), version("b", 3, 3_000));

        assertThat(found.answer()).isEqualTo(Answer.NOT_ENOUGH_TRIALS);
        assertThat(found.why()).contains("3 trials");
    }

    @Test
    void anIntervalThatStraddlesTheMarginIsNotEnough() {
        CampaignMargin middle = new CampaignMargin.Time(Duration.ofMillis(100));

        assertThat(CampaignComparison.of(List.of(version("a", 8, 300), version("b", 8, 401)), middle, 0.95)
                        .answer())
                .isEqualTo(Answer.NOT_ENOUGH_TRIALS);
    }

    @Test
    void aWriteLostOnlyByTheNewerIsARegressionHoweverFast() {
        List<Trial> trials = trials(12, 100);
        trials.set(4, lost(trials.get(4)));
        CampaignComparison found = compare(version("a", 12, 300), new Version("b", campaign("t", trials)));

        assertThat(found.answer()).isEqualTo(Answer.REGRESSION);
        assertThat(found.why()).isEqualTo("b lost acknowledged writes in 1 trial, a in none");
    }

    @Test
    void aNewerThatNeverRecoversIsARegression() {
        List<Trial> never = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            never.add(trial(i, Verdict.FAIL, Bracket.atLeast(1_000)));
        }
        CampaignComparison found = compare(version("a", 12, 300), new Version("b", campaign("t", never)));

        assertThat(found.answer()).isEqualTo(Answer.REGRESSION);
        assertThat(found.why()).contains("+endless");
    }

    @Test
    void trialsThatProveNothingAreLeftOut() {
        List<Trial> invalid = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            invalid.add(trial(i, Verdict.INVALID, new Bracket(1, 2, 3)));
        }
        CampaignComparison found = compare(version("a", 12, 300), new Version("b", campaign("t", invalid)));

        assertThat(found.answer()).isEqualTo(Answer.NOT_ENOUGH_TRIALS);
    }

    @Test
    void differentExperimentsAreRefusedWithWhatDiffers() {
        Version other = new Version("b", campaign("another", trials(12, 300)));

        assertThatThrownBy(() -> compare(version("a", 12, 300), other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("title: 't' in a, 'another' in b");
    }

    @Test
    void overManyVersionsTheOneFromWhichOnItGotSlowerIsNamed() {
        CampaignComparison found =
                compare(version("1.0", 8, 300), version("1.1", 8, 300), version("1.2", 8, 900), version("1.3", 8, 900));

        assertThat(found.answer()).as(found.toString()).isEqualTo(Answer.REGRESSION);
        assertThat(found.details()).anyMatch(line -> line.startsWith("change at 1.2, its trial 1: "));
        assertThat(compare(version("1.0", 8, 300), version("1.1", 8, 300), version("1.2", 8, 300))
                        .answer())
                .isEqualTo(Answer.NO_REGRESSION);
    }

    @Test
    void everyChangeIsToldWithItsPlaceAndWhetherItGoesBeyondTheMargin() {
        CampaignComparison found = compare(version("a", 12, 300), version("b", 12, 900), version("c", 12, 200));

        assertThat(found.answer()).isEqualTo(Answer.REGRESSION);
        assertThat(found.why()).isEqualTo("2 changes were found");
        assertThat(found.details())
                .contains(
                        "change at b, its trial 1: median upper end of R3 from 0.3 s to 0.9 s, beyond the margin",
                        "change at c, its trial 1: median upper end of R3 from 0.9 s to 0.2 s",
                        "margin 10% of the older median, significance 5 %");
    }

    @Test
    void aChangeForTheBetterIsNoRegression() {
        CampaignComparison found = compare(version("a", 8, 900), version("b", 8, 900), version("c", 8, 300));

        assertThat(found.answer()).isEqualTo(Answer.NO_REGRESSION);
        assertThat(found.why()).isEqualTo("1 change was found");
        assertThat(compare(version("a", 8, 300), version("b", 8, 300), version("c", 8, 300))
                        .why())
                .isEqualTo("no change over 3 versions was found");
    }

    @Test
    void whatIsExactlyTheMarginIsWithinIt() {
        CampaignMargin margin = new CampaignMargin.Time(Duration.ofMillis(100));
        Version older = new Version("a", campaign("t", alike(8, 300)));
        Version newer = new Version("b", campaign("t", alike(8, 400)));
        CampaignComparison two = CampaignComparison.of(List.of(older, newer), margin, 0.95);

        assertThat(two.answer()).isEqualTo(Answer.NO_REGRESSION);
        assertThat(two.why()).endsWith(", all of it within the margin");
        assertThat(two.details()).contains("margin +0.1 s (100ms)");
        CampaignComparison many = CampaignComparison.of(
                List.of(older, newer, new Version("c", campaign("t", alike(8, 400)))), margin, 0.95);
        assertThat(many.answer()).isEqualTo(Answer.NO_REGRESSION);
        assertThat(many.why()).isEqualTo("1 change was found");
    }

    @Test
    void fourAgainstFourAreEnoughWhenTheyAreFarApart() {
        assertThat(compare(version("a", 4, 300), version("b", 4, 3_000)).answer())
                .isEqualTo(Answer.REGRESSION);
    }

    @Test
    void theFiguresOfEachVersionAreShown() {
        CampaignComparison found = compare(version("a", 12, 300), version("b", 12, 600));

        assertThat(found.details().get(0)).startsWith("a: 12 trials, R3 median 0.3 s ");
        assertThat(found.details().get(1)).startsWith("b: 12 trials, R3 median 0.6 s ");
    }

    @Test
    void eachAnswerHasItsWordsAndItsExitCode() {
        assertThat(Answer.REGRESSION.words()).isEqualTo("regression");
        assertThat(Answer.NO_REGRESSION.words()).isEqualTo("no regression");
        assertThat(Answer.NOT_ENOUGH_TRIALS.words()).isEqualTo("not enough trials");
        assertThat(List.of(Answer.NO_REGRESSION, Answer.REGRESSION, Answer.NOT_ENOUGH_TRIALS))
                .extracting(Answer::exitCode)
                .containsExactly(0, 1, 2);
    }

    /** Recovery times that are all the same. */
    private static List<Trial> alike(int count, long millis) {
        long point = Duration.ofMillis(millis).toNanos();
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> trial(i, Verdict.PASS, new Bracket(point, point, point)))
                .toList();
    }

    private static CampaignComparison compare(Version... versions) {
        return CampaignComparison.of(List.of(versions), TENTH, 0.95);
    }

    private static Version version(String name, int trials, long millis) {
        return new Version(name, campaign("t", trials(trials, millis)));
    }

    /** Recovery times a few milliseconds apart. */
    private static List<Trial> trials(int count, long millis) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            long point = Duration.ofMillis(millis).toNanos() + i % 4 * 2_000_000L + i;
            trials.add(trial(i, Verdict.PASS, new Bracket(point - 1_000, point, point + 1_000)));
        }
        return trials;
    }

    private static Trial trial(int number, Verdict verdict, Bracket recovery) {
        return new Trial(
                new Trial.TrialSpec(number, "trial-" + number, number, Duration.ZERO),
                verdict,
                verdict + ": scripted",
                Optional.of(recovery),
                OptionalLong.of(0),
                false,
                false);
    }

    private static Trial lost(Trial trial) {
        return new Trial(trial.spec(), Verdict.FAIL, "FAIL: lost", trial.recovery(), OptionalLong.of(3), true, false);
    }

    private static Campaign campaign(String title, List<Trial> trials) {
        return new Campaign(
                new Campaign.Header("id", "now", Map.of("title", title), "gate", 1, Duration.ofSeconds(2)),
                trials,
                new Campaign.Outcome(true, Verdict.PASS, "scripted", List.of(), List.of(), List.of(), List.of()));
    }
}
