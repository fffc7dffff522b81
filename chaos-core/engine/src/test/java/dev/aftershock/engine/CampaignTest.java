package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.Trial.TrialSpec;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.statistics.SprtPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates rule on trials whose recovery is written down beforehand; whole runs are in {@link CampaignRunnerIT}. */
class CampaignTest {

    private static final long RTO = Duration.ofSeconds(5).toNanos();
    private static final Gate P90 = new Gate.Quantile(0.9, 0.9, 22, Duration.ofNanos(RTO));
    private static final Gate SPRT = new Gate.Sequential(SprtPlan.byDefault(), 60);

    @TempDir
    Path folder;

    private Optional<String> stopped = Optional.empty();
    private final List<TrialSpec> begun = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void theSequentialTestAcceptsAfterEightPassesAndRejectsAfterTwoFailures() throws IOException {
        Campaign passing = run(SPRT, spec -> passed(spec, 300));
        assertThat(passing.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(passing.trials()).hasSize(8);
        assertThat(passing.outcome().proven()).anyMatch(line -> line.contains("above 0.70"));

        Campaign failing = run(SPRT, spec -> trial(spec, Verdict.FAIL, 6_000));
        assertThat(failing.outcome().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(failing.trials()).hasSize(2);
    }

    @Test
    void theSequentialTestThatIsNeverDecidedEndsInconclusive() throws IOException {
        Gate shortened = new Gate.Sequential(SprtPlan.byDefault(), 7);
        Campaign campaign = run(shortened, spec -> passed(spec, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(campaign.trials()).hasSize(7);
        assertThat(campaign.outcome().bounds()).noneMatch(bound -> bound.of().startsWith("pass-rate"));
    }

    @Test
    void inconclusiveTrialsKeepTheSequentialTestFromPassingButFailNothing() throws IOException {
        Campaign campaign = run(SPRT, spec -> trial(spec, Verdict.INCONCLUSIVE, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(campaign.trials()).hasSize(2);
    }

    @Test
    void allTrialsMustPassAndTheBoundIsTheOneOfClopperAndPearson() throws IOException {
        Campaign campaign = run(new Gate.AllPass(10), spec -> passed(spec, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(bound(campaign, "pass-rate-at-least")).isCloseTo(0.741, within(0.001));
        assertThat(bound(campaign, "loss-rate-at-most")).isCloseTo(0.259, within(0.001));
        assertThat(campaign.outcome().proven()).anyMatch(line -> line.contains("at least 0.74"));
        assertThat(campaign.outcome().notProven()).anyMatch(line -> line.contains("0.90 takes 29 trials"));
    }

    @Test
    void oneTrialThatDoesNotPassEndsACampaignInWhichAllMust() throws IOException {
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE)) {
            Campaign campaign = run(new Gate.AllPass(10), at(3, spec -> trial(spec, verdict, 6_000)));
            assertThat(campaign.outcome().verdict()).isEqualTo(verdict);
            assertThat(campaign.trials()).hasSize(3);
        }
    }

    @Test
    void aQuantileIsShownByAllItsTrialsAndBoundedByTheSlowest() throws IOException {
        Campaign campaign = run(P90, spec -> passed(spec, 300 + spec.number()));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(campaign.trials()).hasSize(22);
        assertThat(bound(campaign, "p90-at-most-ns")).isEqualTo(millis(332));
        assertThat(campaign.outcome().proven()).anyMatch(line -> line.equals("p90 of R3 <= 0.33 s at 90 % confidence"));
        assertThat(campaign.outcome().notProven()).anyMatch(line -> line.contains("p95 at 90 % confidence takes 45"));
    }

    @Test
    void aQuantileFailsAsSoonAsItCanNoLongerBeShown() throws IOException {
        Campaign slow = run(P90, at(4, spec -> trial(spec, Verdict.FAIL, 6_000)));
        assertThat(slow.outcome().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(slow.trials()).hasSize(4);

        Campaign blind = run(P90, at(4, spec -> trial(spec, Verdict.INCONCLUSIVE, 300)));
        assertThat(blind.outcome().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(blind.trials()).hasSize(4);
    }

    @Test
    void aTrialThatNeverRecoveredFailsTheQuantileWithoutAFigure() throws IOException {
        Campaign campaign = run(
                P90,
                spec -> new Trial(
                        spec,
                        Verdict.FAIL,
                        "FAIL: never",
                        Optional.of(Bracket.atLeast(millis(9_000))),
                        OptionalLong.of(0),
                        false,
                        false));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(campaign.outcome().bounds()).noneMatch(bound -> bound.of().startsWith("p90"));
        assertThat(campaign.outcome().seen()).contains("1 trial was never seen to recover");
    }

    @Test
    void aQuantileOfManyTrialsToleratesAFewSlowOnes() throws IOException {
        Gate wide = new Gate.Quantile(0.5, 0.95, 20, Duration.ofNanos(RTO));
        Campaign campaign =
                run(wide, spec -> spec.number() % 5 == 0 ? trial(spec, Verdict.FAIL, 6_000) : passed(spec, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(campaign.trials()).as("decided early").hasSizeLessThan(20);
    }

    @Test
    void tooFewTrialsForAQuantileAreInconclusiveNeverPass() throws IOException {
        Campaign campaign = run(new Gate.Quantile(0.9, 0.9, 5, Duration.ofNanos(RTO)), spec -> passed(spec, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(campaign.outcome().notProven()).anyMatch(line -> line.contains("takes 22 trials"));
    }

    @Test
    void noQuantileExcusesALostWrite() throws IOException {
        Campaign campaign = run(
                new Gate.Quantile(0.5, 0.95, 20, Duration.ofNanos(RTO)),
                spec -> new Trial(
                        spec, Verdict.FAIL, "FAIL: lost", Optional.of(recovery(300)), OptionalLong.of(2), true, false));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(campaign.trials()).hasSize(1);
        assertThat(campaign.outcome().bounds()).noneMatch(bound -> bound.of().startsWith("loss"));
    }

    @Test
    void aGateThatSaysNothingCannotBeMade() {
        assertThatThrownBy(() -> new Gate.AllPass(0)).isInstanceOf(IllegalArgumentException.class);
        for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> new Gate.Quantile(share, 0.9, 22, Duration.ofSeconds(5)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Gate.Quantile(0.9, share, 22, Duration.ofSeconds(5)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aLeakEndsTheCampaignAtOnce() throws IOException {
        Campaign campaign = run(SPRT, at(2, spec -> trial(spec, Verdict.LEAKED, 300)));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.LEAKED);
        assertThat(campaign.trials()).hasSize(2);
    }

    @Test
    void twoTrialsThatProveNothingAreReplacedInTheirPartOfThePeriodAndAThirdEndsTheCampaign() throws IOException {
        Gate gate = new Gate.AllPass(4);
        Campaign two = run(gate, spec -> spec.number() <= 2 ? trial(spec, Verdict.INVALID, 300) : passed(spec, 300));
        assertThat(two.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(two.trials()).hasSize(6);
        assertThat(two.counted()).hasSize(4);
        assertThat(begun.get(0).phase())
                .isEqualTo(begun.get(1).phase())
                .isEqualTo(begun.get(2).phase());

        Campaign three = run(gate, spec -> trial(spec, Verdict.INVALID, 300));
        assertThat(three.outcome().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(three.trials()).hasSize(3);
    }

    @Test
    void oneTrialInTenMoreMayProveNothing() throws IOException {
        Campaign campaign = run(
                new Gate.AllPass(20),
                spec -> spec.number() % 6 == 0 ? trial(spec, Verdict.INVALID, 300) : passed(spec, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.PASS);
        assertThat(campaign.trials()).hasSize(23);
    }

    @Test
    void anInvalidTrialThatLostWritesIsNotReplaced() throws IOException {
        Campaign campaign = run(
                new Gate.AllPass(4),
                spec -> new Trial(
                        spec,
                        Verdict.INVALID,
                        "INVALID: lost",
                        Optional.of(recovery(300)),
                        OptionalLong.of(2),
                        true,
                        false));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(campaign.trials()).hasSize(1);
    }

    @Test
    void theFirstTrialsOfASequentialTestSeeTheWholePeriodAndEachHasItsOwnSeed() throws IOException {
        run(SPRT, spec -> passed(spec, 300));

        assertThat(begun.stream()
                        .map(spec -> spec.phase().toNanos()
                                * 8
                                / Duration.ofSeconds(2).toNanos()))
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(begun.stream().map(TrialSpec::seed).distinct()).hasSize(8);
        assertThat(begun).allMatch(spec -> spec.seed() >= 0);
    }

    @Test
    void aStoppedCampaignKeepsWhatItHasAndTheTrialThatWasCutShortDoesNotCount() throws IOException {
        Campaign campaign = run(new Gate.AllPass(10), at(3, spec -> {
            stopped = Optional.of("somebody pressed Ctrl-C");
            return new Trial(
                    spec, Verdict.INCONCLUSIVE, "INCONCLUSIVE", Optional.empty(), OptionalLong.empty(), false, true);
        }));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(campaign.outcome().why()).contains("somebody pressed Ctrl-C");
        assertThat(campaign.counted()).hasSize(2);
        assertThat(campaign.trials()).hasSize(3);
    }

    @Test
    void aCampaignKilledAfterATrialHasKeptIt() throws IOException {
        assertThatThrownBy(() -> run(new Gate.AllPass(10), at(3, spec -> {
                    throw new IllegalStateException("killed");
                })))
                .hasMessage("killed");

        Campaign left = CampaignStore.load(folder);
        assertThat(left.trials()).hasSize(2);
        assertThat(left.outcome().ended()).isFalse();
        assertThat(left.outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsWrittenIsReadBackAndDamageIsNamed() throws IOException {
        Campaign campaign = run(P90, at(4, spec -> trial(spec, Verdict.FAIL, 6_000)));
        assertThat(CampaignStore.load(folder)).isEqualTo(campaign);

        Path file = folder.resolve("campaign.json");
        String whole = Files.readString(file);
        refused(file, whole.substring(0, whole.length() / 2), "not JSON");
        refused(file, whole.replaceFirst("\"schema\" : 1", "\"schema\" : 9"), "schema 9");
        refused(file, whole.replaceFirst("\"PASS\"", "\"PAS\""), "trials[0]: 'PAS' is no verdict");
        refused(file, whole.replaceFirst("\"point-ns\" : \\d+", "\"point-ns\" : 1"), "trials[0]: not in order");
        Files.delete(file);
        assertThatThrownBy(() -> CampaignStore.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no folder of a campaign");
    }

    @Test
    void twoModesAreShownWithTheTimerThatMatchesTheirDistance() throws IOException {
        Campaign campaign =
                run(new Gate.AllPass(10), spec -> passed(spec, spec.number() % 2 == 0 ? 200 + spec.number() : 4_200));

        assertThat(campaign.outcome().seen())
                .anyMatch(line -> line.startsWith("R3 from 0.2 s to 4.2 s"))
                .anyMatch(line -> line.startsWith("mode 0.2 s to 0.21 s: 5 trials, 50 %"))
                .anyMatch(line -> line.contains("wal-retrieve"));
    }

    @Test
    void whoeverListensHearsOfEachTrialAndOfHowManyThereMayBe() throws IOException {
        Campaign campaign = run(
                new Gate.AllPass(3),
                spec -> spec.number() == 2 ? trial(spec, Verdict.INVALID, 300) : passed(spec, 300));

        assertThat(heard)
                .containsExactly(
                        "1 of 3",
                        "1 PASS of 3",
                        "2 of 3",
                        "2 INVALID of 4",
                        "3 of 4",
                        "3 PASS of 4",
                        "4 of 4",
                        "4 PASS of 4");
        assertThat(campaign.trials()).hasSize(4);
    }

    @Test
    void aFewTrialsThatCountExcuseNoThirdThatDoesNot() throws IOException {
        Campaign campaign = run(
                new Gate.AllPass(9),
                spec -> spec.number() % 2 == 0 ? trial(spec, Verdict.INVALID, 300) : passed(spec, 300));

        assertThat(campaign.outcome().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(campaign.outcome().why()).isEqualTo("3 of 6 trials proved nothing, and 2 are replaced");
    }

    private static void refused(Path file, String text, String words) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> CampaignStore.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }

    private Campaign run(Gate gate, Function<TrialSpec, Trial> script) throws IOException {
        begun.clear();
        CampaignOptions options = new CampaignOptions(folder, 7, gate, Duration.ofSeconds(2), Map.of(), List.of());
        Campaign.Header header = new Campaign.Header(
                "a-campaign",
                "2026-01-01T00:00:00Z",
                Map.of("title", "A script"),
                gate.text(),
                7,
                Duration.ofSeconds(2));
        CampaignRun.Around around = new CampaignRun.Around(
                spec -> {
                    begun.add(spec);
                    return script.apply(spec);
                },
                new CampaignListener() {
                    @Override
                    public void trialBegins(int number, int atMost) {
                        heard.add(number + " of " + atMost);
                    }

                    @Override
                    public void trialEnded(Trial trial, int atMost) {
                        heard.add(trial.spec().number() + " " + trial.verdict() + " of " + atMost);
                    }
                },
                () -> stopped);
        return new CampaignRun(header, options, Map.of("wal-retrieve", Duration.ofSeconds(4)), around).execute(folder);
    }

    /** Passes but for one trial. */
    private static Function<TrialSpec, Trial> at(int number, Function<TrialSpec, Trial> other) {
        return spec -> spec.number() == number ? other.apply(spec) : passed(spec, 300);
    }

    private static Trial passed(TrialSpec spec, long millis) {
        return trial(spec, Verdict.PASS, millis);
    }

    private static Trial trial(TrialSpec spec, Verdict verdict, long millis) {
        return new Trial(
                spec, verdict, verdict + ": scripted", Optional.of(recovery(millis)), OptionalLong.of(0), false, false);
    }

    private static Bracket recovery(long millis) {
        return new Bracket(millis(millis - 10), millis(millis), millis(millis + 10));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static double bound(Campaign campaign, String of) {
        return campaign.outcome().bounds().stream()
                .filter(bound -> bound.of().equals(of))
                .mapToDouble(Campaign.Bound::value)
                .findFirst()
                .orElseThrow();
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }
}
