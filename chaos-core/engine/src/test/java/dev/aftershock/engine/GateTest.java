package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.Gate.Ruling;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.statistics.SprtPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What gates say, and when exactly they say it. */
class GateTest {

    private static final long RTO_MILLIS = 5_000;
    private static final Gate.Quantile MEDIAN = new Gate.Quantile(0.5, 0.9, 10, Duration.ofMillis(RTO_MILLIS));

    private final List<Trial> trials = new ArrayList<>();

    @Test
    void eachSaysWhatItAsksFor() {
        assertThat(new Gate.AllPass(1).text()).isEqualTo("1 trial must pass");
        assertThat(new Gate.AllPass(3).text()).isEqualTo("all of 3 trials must pass");
        assertThat(new Gate.AllPass(3).enough()).isEqualTo(3);
        assertThat(MEDIAN.text()).isEqualTo("p50 of R3 <= 5 s at 90 % confidence, by 10 trials");
        assertThat(new Gate.Sequential(SprtPlan.byDefault(), 30).text())
                .matches("sequential test: passes \\d+ % of trials rather than \\d+ %, by at most 30 trials");
    }

    @Test
    void noneIsDecidedByNoTrialAtAll() {
        assertThatThrownBy(() -> new Gate.AllPass(0)).hasMessage("at least 1 trial, not 0");
        assertThatThrownBy(() -> new Gate.Sequential(SprtPlan.byDefault(), 0)).hasMessage("at least 1 trial, not 0");
        assertThatThrownBy(() -> new Gate.Quantile(0.5, 0.9, 0, Duration.ZERO)).hasMessage("at least 1 trial, not 0");
    }

    @Test
    void aQuantileExactlyAtTheObjectiveHolds() {
        for (int i = 0; i < 8; i++) {
            assertThat(MEDIAN.rule(trials)).as("after %d", i).isEmpty();
            add(Verdict.PASS, RTO_MILLIS);
        }
        assertThat(MEDIAN.rule(trials)).contains(new Ruling(Verdict.PASS, "p50 of R3 <= 5 s holds"));
    }

    @Test
    void aQuantileIsGivenUpWhenNoTrialToComeCanSaveIt() {
        for (int i = 0; i < 3; i++) {
            assertThat(MEDIAN.rule(trials)).as("after %d", i).isEmpty();
            add(Verdict.FAIL, RTO_MILLIS + 1);
        }
        assertThat(MEDIAN.rule(trials))
                .contains(new Ruling(
                        Verdict.FAIL,
                        "p50 of R3 <= 5 s can no longer be shown: 3 of 3 trials were not shown to be within it"));
        trials.clear();
        Gate.Quantile all = new Gate.Quantile(0.9, 0.9, 22, Duration.ofMillis(RTO_MILLIS));
        add(Verdict.PASS, RTO_MILLIS);
        add(Verdict.FAIL, RTO_MILLIS + 1);
        assertThat(all.rule(trials))
                .contains(new Ruling(
                        Verdict.FAIL,
                        "p90 of R3 <= 5 s can no longer be shown: 1 of 2 trials was not shown to be within it"));
    }

    @Test
    void fewerTrialsThanAQuantileTakesShowNothing() {
        Gate.Quantile few = new Gate.Quantile(0.9, 0.9, 2, Duration.ofMillis(RTO_MILLIS));
        add(Verdict.PASS, 1);
        assertThat(few.rule(trials)).isEmpty();
        add(Verdict.PASS, 1);
        assertThat(few.rule(trials)).contains(new Ruling(Verdict.INCONCLUSIVE, "2 trials are fewer than 22"));
        Gate.Quantile enough = new Gate.Quantile(0.9, 0.9, 22, Duration.ofMillis(RTO_MILLIS));
        assertThat(enough.enough()).isEqualTo(22);
        assertThat(enough.rule(trials)).isEmpty();
    }

    private void add(Verdict verdict, long millis) {
        long nanos = Duration.ofMillis(millis).toNanos();
        Trial.TrialSpec spec = new Trial.TrialSpec(trials.size() + 1, "trial", 1, Duration.ZERO);
        Bracket recovery = new Bracket(0, nanos / 2, nanos);
        trials.add(new Trial(spec, verdict, "", Optional.of(recovery), OptionalLong.empty(), false, false));
    }
}
