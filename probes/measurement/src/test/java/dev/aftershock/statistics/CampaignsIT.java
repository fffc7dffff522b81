package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.statistics.SprtPlan.Decision;
import dev.aftershock.statistics.TwoVersions.Comparison;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Simulates many campaigns of each method whose truth is known: the share of wrong words stays within the promise. */
class CampaignsIT {

    private static final int CAMPAIGNS = Boolean.getBoolean("aftershock.nightly") ? 100_000 : 10_000;

    /** So many standard deviations of the simulation itself are put up with. */
    private static final double SIGMAS = 3;

    @Test
    void aGateOnAQuantilePassesAVersionThatMissesItNoMoreOftenThanPromised() {
        for (int trials : new int[] {22, 40, 60}) {
            // The objective lies just below the true quantile, which is the hardest case that must not pass.
            long objective = quantile(0.9) - 1;
            assertPromise("quantile gate p90@90%, " + trials + " trials", 0.1, CAMPAIGNS, random -> {
                var bound = QuantileBound.upper(times(random, trials, 0), 0.9, 0.9);
                return bound.isPresent() && bound.getAsLong() <= objective ? 1 : 0;
            });
        }
    }

    @Test
    void theBoundsOnAPassRateMissItNoMoreOftenThanPromised() {
        for (double rate : new double[] {0.5, 0.9, 0.99}) {
            for (int trials : new int[] {5, 22, 59}) {
                assertPromise("pass rate " + rate + ", " + trials + " trials", 0.05, CAMPAIGNS, random -> {
                    int passes = passes(random, trials, rate);
                    return PassRate.lower(passes, trials, 0.95) > rate ? 1 : 0;
                });
                assertPromise("fail rate " + rate + ", " + trials + " trials", 0.05, CAMPAIGNS, random -> {
                    int passes = passes(random, trials, rate);
                    return PassRate.upper(passes, trials, 0.95) < rate ? 1 : 0;
                });
            }
        }
    }

    @Test
    void theSequentialTestAcceptsTheBadAndRejectsTheGoodNoMoreOftenThanPromised() {
        SprtPlan plan = SprtPlan.byDefault();
        assertPromise(
                "sequential, bad accepted",
                plan.beta(),
                CAMPAIGNS,
                random -> course(plan, random, plan.bad()) == Decision.ACCEPT ? 1 : 0);
        assertPromise(
                "sequential, good rejected",
                plan.alpha(),
                CAMPAIGNS,
                random -> course(plan, random, plan.good()) == Decision.REJECT ? 1 : 0);
    }

    @Test
    void equalVersionsAreToldApartNoMoreOftenThanPromised() {
        for (int trials : new int[] {4, 8, 15}) {
            assertPromise("two versions, interval, " + trials + " trials", 0.05, CAMPAIGNS, random -> {
                Comparison found = compare(times(random, trials, 0), times(random, trials, 0));
                return found.low() > 0 || found.high() < 0 ? 1 : 0;
            });
            assertPromise("two versions, test, " + trials + " trials", 0.05, CAMPAIGNS, random -> {
                Comparison found = compare(times(random, trials, 0), times(random, trials, 0));
                return found.pValue() <= 0.05 ? 1 : 0;
            });
        }
    }

    @Test
    void neitherTiesNorTrialsThatNeverRecoverMakeEqualVersionsDiffer() {
        assertPromise("two versions, interval, ties and never", 0.05, CAMPAIGNS, random -> {
            Comparison found = compare(coarse(random, 10), coarse(random, 8));
            return found.low() > 0 || found.high() < 0 ? 1 : 0;
        });
        assertPromise("two versions, test, ties and never", 0.05, CAMPAIGNS, random -> {
            Comparison found = compare(coarse(random, 10), coarse(random, 8));
            return found.pValue() <= 0.05 ? 1 : 0;
        });
    }

    @Test
    void theIntervalOfAShiftHoldsItAsOftenAsPromised() {
        long shift = 70_000;
        assertPromise("two versions, shifted", 0.1, CAMPAIGNS, random -> {
            var found = TwoVersions.compare(times(random, 12, 0), times(random, 10, shift), 0.9)
                    .orElseThrow();
            return found.low() > shift || found.high() < shift ? 1 : 0;
        });
    }

    @Test
    void aSeriesWithoutAChangeIsSaidToChangeNoMoreOftenThanPromised() {
        assertPromise("change points, 20 releases", 0.05, CAMPAIGNS / 10, random -> {
            List<Double> series = random.doubles(20).map(Math::log1p).boxed().toList();
            return ChangePoints.of(series, 0.05, random.nextLong()).isEmpty() ? 0 : 1;
        });
        assertPromise("change points, 20 releases with ties", 0.05, CAMPAIGNS / 10, random -> {
            List<Double> series = random.doubles(20)
                    .map(u -> u < 0.2 ? Double.POSITIVE_INFINITY : Math.floor(u * 4) / 10)
                    .boxed()
                    .toList();
            return ChangePoints.of(series, 0.05, random.nextLong()).isEmpty() ? 0 : 1;
        });
    }

    private static Comparison compare(List<Long> before, List<Long> after) {
        return TwoVersions.compare(before, after, 0.95).orElseThrow();
    }

    /** Times as a slow poll shows them, of which one in five never ends. */
    private static List<Long> coarse(SplittableRandom random, int trials) {
        return random.doubles(trials)
                .mapToObj(u -> u < 0.2 ? Long.MAX_VALUE : (long) (u * 6))
                .toList();
    }

    private static Decision course(SprtPlan plan, SplittableRandom random, double rate) {
        int passes = 0;
        int failures = 0;
        while (plan.decide(passes, failures) == Decision.CONTINUE) {
            boolean passed = random.nextDouble() < rate;
            passes += passed ? 1 : 0;
            failures += passed ? 0 : 1;
        }
        return plan.decide(passes, failures);
    }

    private static int passes(SplittableRandom random, int trials, double rate) {
        return (int) random.doubles(trials).filter(u -> u < rate).count();
    }

    /** Recovery times with two modes and a long tail. */
    private static List<Long> times(SplittableRandom random, int trials, long shift) {
        return random.doubles(trials).mapToObj(u -> quantile(u) + shift).toList();
    }

    private static long quantile(double share) {
        double body = share < 0.7 ? 200_000 * (1 + share) : 5_000_000 / (1.05 - share);
        return Math.round(body);
    }

    private static void assertPromise(
            String name, double promised, int campaigns, ToIntFunction<SplittableRandom> wrong) {
        int count = 0;
        for (int campaign = 0; campaign < campaigns; campaign++) {
            count += wrong.applyAsInt(new SplittableRandom(name.hashCode() * 1_000_003L + campaign));
        }
        double share = (double) count / campaigns;
        System.out.printf(
                "campaigns, %-40s wrong in %.4f of %d, promised at most %.4f%n", name, share, campaigns, promised);
        double noise = SIGMAS * Math.sqrt(promised * (1 - promised) / campaigns);
        assertThat(share).as(name).isLessThanOrEqualTo(promised + noise);
    }
}
