package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldTest {

    @ParameterizedTest
    @CsvSource({"0.05, 0.05, 59", "0.01, 0.05, 299", "0.5, 0.25, 2", "0.1, 0.1, 22", "0.001, 0.05, 2995"})
    void asManyProbesAreNeededAsTheBinomialBoundSays(double badAtMost, double alpha, int needed) {
        assertThat(Hold.probesNeeded(badAtMost, alpha)).isEqualTo(needed);
        assertThat(Hold.confidence(needed, badAtMost)).isGreaterThanOrEqualTo(1 - alpha);
        assertThat(Hold.confidence(needed - 1, badAtMost)).isLessThan(1 - alpha);
    }

    @Test
    void noProbeProvesNothingAndNothingProvesThatNoneEverFails() {
        assertThat(Hold.confidence(0, 0.05)).isZero();
        assertThat(Hold.confidence(0, 1)).isZero();
        assertThat(Hold.confidence(1_000_000, 0)).isZero();
        assertThat(Hold.confidence(1, 1)).isEqualTo(1);
        assertThat(Hold.confidence(1, 0.05)).isEqualTo(0.05, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 0, 1, 1.1, Double.POSITIVE_INFINITY})
    void impossibleSharesAreRefusedByValueAndRange(double share) {
        assertThatThrownBy(() -> Hold.probesNeeded(share, 0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share of bad samples is " + share)
                .hasMessageContaining("more than 0 and less than 1");
        assertThatThrownBy(() -> Hold.probesNeeded(0.05, share)).hasMessageContaining("alpha is " + share);
    }

    @Test
    void impossibleEvidenceIsRefused() {
        assertThatThrownBy(() -> Hold.confidence(-1, 0.05)).hasMessageContaining("-1 probes");
        assertThatThrownBy(() -> Hold.confidence(1, Double.NaN)).hasMessageContaining("NaN, where 0 to 1");
        assertThatThrownBy(() -> Hold.confidence(1, 1.01)).hasMessageContaining("1.01, where 0 to 1");
    }
}
