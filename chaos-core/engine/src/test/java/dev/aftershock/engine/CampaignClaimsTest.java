package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.statistics.SprtPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A campaign never claims more than its trials show. */
class CampaignClaimsTest {

    private static final Duration RTO = Duration.ofSeconds(5);
    private static final SprtPlan PLAN = SprtPlan.byDefault();
    private static final Gate SPRT = new Gate.Sequential(PLAN, 60);

    @Test
    void onlyACampaignInWhichATrialFailedProvesThatItCanFail() {
        List<Trial> trials = new ArrayList<>(passing(4));
        assertThat(CampaignClaims.of(SPRT, trials, Verdict.PASS).proven).noneMatch(line -> line.contains("can fail"));
        trials.add(trial(5, Verdict.FAIL, OptionalLong.empty()));
        trials.add(trial(6, Verdict.FAIL, OptionalLong.empty()));
        assertThat(CampaignClaims.of(SPRT, trials, Verdict.FAIL).proven).contains("that it can fail: trial 5 did");
    }

    @Test
    void theNextRoundRateAboveWhatWasShownIsToldWithItsPrice() {
        // 0.05^(1/60) = 0.9513.
        CampaignClaims claims = CampaignClaims.of(new Gate.AllPass(60), passing(60), Verdict.PASS);
        assertThat(claims.proven).contains("a trial passes with a probability of at least 0.95 at 95 % confidence");
        assertThat(claims.notProven).contains("a pass probability above that; 0.99 takes 299 trials that all pass");
    }

    @Test
    void theTrialsThatAQuantileTakesAreToldOnlyWhereTheyWereTooFew() {
        Gate enough = new Gate.Quantile(0.9, 0.9, 22, RTO);
        assertThat(CampaignClaims.of(enough, List.of(), Verdict.FAIL).notProven)
                .contains("any upper bound of p90 of R3 at 90 % confidence");
        Gate tooFew = new Gate.Quantile(0.9, 0.9, 21, RTO);
        assertThat(CampaignClaims.of(tooFew, passing(21), Verdict.INCONCLUSIVE).notProven)
                .contains("any upper bound of p90 of R3 at 90 % confidence; that takes 22 trials");
    }

    @Test
    void aQuantileSaysNothingOfTheSlowestBeyondIt() {
        assertThat(CampaignClaims.of(new Gate.Quantile(0.9, 0.9, 22, RTO), passing(22), Verdict.PASS).notProven)
                .contains("how slow the slowest 10 % of recoveries are; p95 at 90 % confidence takes 45 trials");
        assertThat(CampaignClaims.of(new Gate.Quantile(0.95, 0.9, 45, RTO), passing(45), Verdict.PASS).notProven)
                .contains("how slow the slowest 5 % of recoveries are");
    }

    @Test
    void whatASequentialTestShowsHoldsWithTheErrorsOfItsPlan() {
        CampaignClaims passed = CampaignClaims.of(SPRT, passing(8), Verdict.PASS);
        assertThat(passed.bounds).containsExactly(new Campaign.Bound("pass-rate-above", 0.70, 0.9));
        assertThat(passed.proven)
                .contains("a trial passes with a probability above 0.70: a system no better than that gets this far"
                        + " in at most 10 % of campaigns");
        CampaignClaims failed = CampaignClaims.of(SPRT, passing(8), Verdict.FAIL);
        assertThat(failed.bounds).containsExactly(new Campaign.Bound("pass-rate-below", 0.95, 0.95));
        assertThat(failed.proven)
                .contains("a trial passes with a probability below 0.95: a system as good as that is rejected in at"
                        + " most 5 % of campaigns");
    }

    @Test
    void lossIsSpokenOfOnlyForTrialsThatComparedWrites() {
        List<Trial> trials = new ArrayList<>(passing(5));
        assertThat(CampaignClaims.of(SPRT, trials, Verdict.INCONCLUSIVE).bounds).isEmpty();
        IntStream.rangeClosed(6, 15).forEach(i -> trials.add(trial(i, Verdict.PASS, OptionalLong.of(0))));
        // 1 - 0.05^(1/10) = 0.2589.
        assertThat(CampaignClaims.of(SPRT, trials, Verdict.INCONCLUSIVE).proven)
                .contains("no acknowledged write was lost in 10 trials, so a trial loses some with a probability of"
                        + " at most 0.26 at 95 % confidence");
        trials.add(trial(16, Verdict.FAIL, OptionalLong.of(3)));
        assertThat(CampaignClaims.of(SPRT, trials, Verdict.INCONCLUSIVE).proven)
                .contains("that acknowledged writes can be lost: they were in 1 of 11 trials");
    }

    private static List<Trial> passing(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> trial(i, Verdict.PASS, OptionalLong.empty()))
                .toList();
    }

    private static Trial trial(int number, Verdict verdict, OptionalLong lost) {
        return new Trial(
                new Trial.TrialSpec(number, "trial-" + number, number, Duration.ZERO),
                verdict,
                verdict + ": scripted",
                Optional.of(new Bracket(1, 2, 3)),
                lost,
                false,
                false);
    }
}
