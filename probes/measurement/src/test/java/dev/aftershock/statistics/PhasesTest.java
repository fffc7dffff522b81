package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhasesTest {

    @Test
    void everyPartOfThePeriodIsMetOnceInARandomOrder() {
        for (int trials : new int[] {1, 2, 5, 22, 100}) {
            double[] phases = Phases.stratified(trials, 7);
            assertThat(phases).hasSize(trials);
            assertThat(Arrays.stream(phases)
                            .mapToInt(phase -> (int) Math.floor(phase * trials))
                            .sorted())
                    .containsExactly(IntStream.range(0, trials).boxed().toArray(Integer[]::new));
        }
        double[] many = Phases.stratified(100, 7);
        double[] sorted = many.clone();
        Arrays.sort(sorted);
        assertThat(many).isNotEqualTo(sorted);
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        assertThat(Phases.stratified(10, 3)).isEqualTo(Phases.stratified(10, 3));
        assertThat(Phases.stratified(10, 3)).isNotEqualTo(Phases.stratified(10, 4));
    }

    @Test
    void withoutATrialThereIsNoPhase() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Phases.stratified(0, 1))
                .withMessageContaining("'trials' is 0");
    }
}
