package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassRateTest {

    @ParameterizedTest
    @CsvSource({"3, 0.37", "10, 0.74", "29, 0.90"})
    void whenAllPassTheBoundIsTheRootOfTheError(int trials, double bound) {
        assertThat(PassRate.lower(trials, trials, 0.95)).isEqualTo(bound, within(0.005));
        assertThat(PassRate.lower(trials, trials, 0.95)).isEqualTo(Math.pow(0.05, 1.0 / trials), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"3, 0.63", "10, 0.26", "59, 0.05"})
    void noLossInSomeTrialsLeavesRoomForLossInOthers(int trials, double bound) {
        assertThat(PassRate.upper(0, trials, 0.95)).isEqualTo(bound, within(0.005));
    }

    @Test
    void theBoundsSolveTheEquationsThatDefineThem() {
        for (int trials : new int[] {1, 2, 7, 22, 100, 20_000}) {
            for (int passes = 1; passes < trials; passes += Math.max(1, trials / 7)) {
                double lower = PassRate.lower(passes, trials, 0.9);
                double upper = PassRate.upper(passes, trials, 0.9);
                assertThat(1 - Binomial.atMost(passes - 1, trials, lower)).isEqualTo(0.1, within(1e-6));
                assertThat(Binomial.atMost(passes, trials, upper)).isEqualTo(0.1, within(1e-6));
                assertThat((double) passes / trials).isBetween(lower, upper);
            }
        }
    }

    @Test
    void nothingPassedProvesNothingAndEverythingPassedExcludesNothing() {
        assertThat(PassRate.lower(0, 5, 0.95)).isZero();
        assertThat(PassRate.upper(5, 5, 0.95)).isEqualTo(1);
    }

    @Test
    void theBinomialIsSummedRightAtItsEdges() {
        assertThat(Binomial.atMost(-1, 10, 0.3)).isZero();
        assertThat(Binomial.atMost(10, 10, 0.3)).isEqualTo(1);
        assertThat(Binomial.atMost(0, 10, 0.3)).isEqualTo(Math.pow(0.7, 10), within(1e-12));
        assertThat(Binomial.atMost(1, 3, 0.5)).isEqualTo(0.5, within(1e-12));
        assertThat(Binomial.atMost(49_999, 100_000, 0.5)).isEqualTo(0.5, within(0.002));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, 1, -0.1, 1.1})
    void aConfidenceOutsideItsRangeIsRefusedByValue(double confidence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassRate.lower(1, 2, confidence))
                .withMessageContaining("'confidence' is " + confidence);
        assertThatIllegalArgumentException().isThrownBy(() -> PassRate.upper(1, 2, confidence));
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "4, 3", "0, 0"})
    void countsThatCannotBeAreRefused(int passes, int trials) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PassRate.lower(passes, trials, 0.9))
                .withMessageContaining(passes + " of " + trials);
        assertThatIllegalArgumentException().isThrownBy(() -> PassRate.upper(passes, trials, 0.9));
    }

    @ParameterizedTest
    @CsvSource({"5, 10, 0.1871, 0.8129", "8, 10, 0.4439, 0.9748", "1, 20, 0.0013, 0.2487"})
    void theBoundsAreTheOnesInTheTables(int passes, int trials, double lower, double upper) {
        assertThat(PassRate.lower(passes, trials, 0.975)).isEqualTo(lower, within(0.00006));
        assertThat(PassRate.upper(passes, trials, 0.975)).isEqualTo(upper, within(0.00006));
    }

    @Test
    void theBinomialIsTheSumOfItsTerms() {
        for (int trials : new int[] {1, 2, 7, 30, 60}) {
            for (double rate : new double[] {0.0625, 0.5, 0.8125}) {
                BigDecimal sum = BigDecimal.ZERO;
                BigInteger ways = BigInteger.ONE;
                for (int k = 0; k < trials; k++) {
                    sum = sum.add(new BigDecimal(ways)
                            .multiply(new BigDecimal(rate).pow(k))
                            .multiply(new BigDecimal(1 - rate).pow(trials - k)));
                    assertThat(Binomial.atMost(k, trials, rate))
                            .as("%d of %d at %s", k, trials, rate)
                            .isEqualTo(sum.doubleValue(), within(1e-12));
                    ways = ways.multiply(BigInteger.valueOf(trials - k)).divide(BigInteger.valueOf(k + 1));
                }
            }
        }
    }

    @Test
    void bothTailsOfAHundredThousandTrialsAddUpToOne() {
        for (double rate : new double[] {0.00001, 0.3, 0.9, 0.99999}) {
            int middle = (int) (100_000 * rate);
            for (int most : new int[] {0, middle - 150, middle, middle + 150}) {
                if (most >= 0 && most < 100_000) {
                    double both = Binomial.atMost(most, 100_000, rate)
                            + Binomial.atMost(100_000 - most - 1, 100_000, 1 - rate);
                    assertThat(both).as("%d at %s", most, rate).isEqualTo(1, within(1e-8));
                }
            }
        }
        assertThat(PassRate.lower(100_000, 100_000, 0.95)).isEqualTo(Math.pow(0.05, 1e-5), within(1e-12));
        assertThat(PassRate.upper(0, 100_000, 0.95)).isEqualTo(-Math.expm1(Math.log(0.05) / 1e5), within(1e-12));
    }
}
