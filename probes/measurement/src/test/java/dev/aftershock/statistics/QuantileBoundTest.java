package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileBoundTest {

    @ParameterizedTest
    @CsvSource({"0.9, 0.9, 22", "0.9, 0.95, 29", "0.8, 0.95, 14", "0.95, 0.9, 45", "0.5, 0.95, 5", "0.5, 0.5, 1"})
    void soManyTrialsAreNeededForTheLargestToBoundTheQuantile(double quantile, double confidence, int trials) {
        assertThat(QuantileBound.trialsNeeded(quantile, confidence)).isEqualTo(trials);
        assertThat(QuantileBound.upper(upTo(trials), quantile, confidence)).hasValue(trials);
        if (trials > 1) {
            assertThat(QuantileBound.upper(upTo(trials - 1), quantile, confidence))
                    .isEmpty();
        }
    }

    @Test
    void withMoreTrialsThanNeededASmallerValueBoundsIt() {
        // P(Bin(50, 0.9) <= 47) = 0.888, <= 48: 0.966
        assertThat(QuantileBound.upper(upTo(50), 0.9, 0.9)).hasValue(49);
        assertThat(QuantileBound.upper(upTo(50), 0.9, 0.88)).hasValue(48);
    }

    @Test
    void theOrderOfTheTrialsDoesNotMatterAndOneThatNeverEndsIsTheLargest() {
        assertThat(QuantileBound.upper(List.of(3L, Long.MAX_VALUE, 1L, 2L, 4L), 0.5, 0.95))
                .hasValue(Long.MAX_VALUE);
        assertThat(QuantileBound.upper(List.of(3L, Long.MAX_VALUE, 1L, 2L, 4L), 0.5, 0.8))
                .hasValue(4);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileBound.upper(List.of(), 0.9, 0.9))
                .withMessageContaining("'values' is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileBound.trialsNeeded(1, 0.9))
                .withMessageContaining("'quantile' is 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileBound.upper(List.of(1L), 0.9, Double.NaN))
                .withMessageContaining("'confidence' is NaN");
    }

    @Test
    void theNeededNumberIsEnoughAndOneFewerIsNotForEveryPercentage() {
        for (int quantile = 1; quantile < 100; quantile++) {
            for (int confidence = 1; confidence < 100; confidence++) {
                double q = quantile / 100.0;
                double c = confidence / 100.0;
                int trials = QuantileBound.trialsNeeded(q, c);
                String name = "p" + quantile + "@" + confidence + "%, " + trials + " trials";
                assertThat(QuantileBound.upper(upTo(trials), q, c)).as(name).isPresent();
                assertThat(1 - Math.pow(q, trials)).as(name).isGreaterThanOrEqualTo(c - 1e-12);
                if (trials > 1) {
                    assertThat(1 - Math.pow(q, trials - 1)).as(name).isLessThan(c);
                    assertThat(QuantileBound.upper(upTo(trials - 1), q, c))
                            .as(name)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void aHundredThousandTrialsAreBoundedAsTheNormalLimitSays() {
        long bound = QuantileBound.upper(upTo(100_000), 0.9, 0.9).orElseThrow();
        // 90 000 + 1.2816 x sqrt(100 000 x 0.9 x 0.1), give or take a rank or two.
        assertThat(bound).isBetween(90_119L, 90_124L);
    }

    @Test
    void aQuantileThatTakesMoreTrialsThanCanBeCountedTakesTheMost() {
        assertThat(QuantileBound.trialsNeeded(1 - 1e-15, 0.9)).isEqualTo(Integer.MAX_VALUE);
        assertThat(QuantileBound.trialsNeeded(1e-9, 0.01)).isEqualTo(1);
    }

    private static List<Long> upTo(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
