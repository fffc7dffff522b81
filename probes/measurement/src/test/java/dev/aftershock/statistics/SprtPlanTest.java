package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aftershock.statistics.SprtPlan.Decision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SprtPlanTest {

    private final SprtPlan plan = SprtPlan.byDefault();

    @Test
    void eightStraightPassesAreAcceptedAndTwoStraightFailuresRejected() {
        assertThat(plan.decide(7, 0)).isEqualTo(Decision.CONTINUE);
        assertThat(plan.decide(8, 0)).isEqualTo(Decision.ACCEPT);
        assertThat(plan.decide(0, 1)).isEqualTo(Decision.CONTINUE);
        assertThat(plan.decide(0, 2)).isEqualTo(Decision.REJECT);
        assertThat(plan.decide(0, 0)).isEqualTo(Decision.CONTINUE);
    }

    @Test
    void aFailureAmongPassesCostsAboutSixMorePasses() {
        assertThat(plan.decide(13, 1)).isEqualTo(Decision.CONTINUE);
        assertThat(plan.decide(14, 1)).isEqualTo(Decision.ACCEPT);
    }

    @Test
    void itTakesAboutElevenTrialsOnAverage() {
        assertThat(plan.expectedTrials(0.95)).isBetween(9.5, 12.0);
        assertThat(plan.expectedTrials(0.999999)).isEqualTo(8, within(0.001));
        assertThat(plan.expectedTrials(0.000001)).isEqualTo(2, within(0.001));
    }

    @Test
    void theExpectedNumberIsTheMeanOfManyCourses() {
        for (double rate : new double[] {0.95, 0.85, 0.7, 0.4}) {
            SplittableRandom random = new SplittableRandom(4);
            long trials = 0;
            for (int course = 0; course < 20_000; course++) {
                int passes = 0;
                int failures = 0;
                while (plan.decide(passes, failures) == Decision.CONTINUE) {
                    boolean passed = random.nextDouble() < rate;
                    passes += passed ? 1 : 0;
                    failures += passed ? 0 : 1;
                }
                trials += passes + failures;
            }
            assertThat(plan.expectedTrials(rate)).as("rate %s", rate).isEqualTo(trials / 20_000.0, within(0.3));
        }
    }

    @Test
    void aPlanThatCannotDecideIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SprtPlan(0.7, 0.95, 0.05, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SprtPlan(0.7, 0.7, 0.05, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SprtPlan(0.95, 0.7, 0.5, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SprtPlan(0.95, 0.7, 0.05, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new SprtPlan(Double.NaN, 0.7, 0.05, 0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.decide(-1, 0))
                .withMessageContaining("-1 passes");
        assertThatIllegalArgumentException().isThrownBy(() -> plan.decide(0, -1));
    }

    @Test
    void ratesThatLieCloseTakeAboutAsManyTrialsAsWaldsApproximationSays() {
        // Wald's own approximation leaves out by how far a course oversteps its limit, and so lies a little lower.
        double approximation = (0.95 * Math.log(0.1 / 0.95) + 0.05 * Math.log(0.9 / 0.05))
                / (0.9 * Math.log(0.88 / 0.9) + 0.1 * Math.log(0.12 / 0.1));
        assertThat(new SprtPlan(0.9, 0.88, 0.05, 0.1).expectedTrials(0.9))
                .isBetween(approximation, 1.06 * approximation);
    }

    @Test
    void ratesThatLieTooCloseToFollowEveryCourseAreRefusedByValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SprtPlan(0.9, 0.8999, 0.05, 0.1).expectedTrials(0.9))
                .withMessageContaining("0.8999")
                .withMessageContaining("further apart");
    }
}
