package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesSpecTest {

    @ParameterizedTest
    @CsvSource({
        "0, 9, 9, 9, spacing (every) is 0 ns",
        "-1, 9, 9, 9, spacing (every) is -1 ns",
        "9, 0, 9, 9, deadline is 0 ns",
        "9, 9, 0, 9, latency bound (within) is 0 ns",
        "9, 9, -5, 9, latency bound (within) is -5 ns",
        "9, 9, 9, 0, hold is 0 ns"
    })
    void durationsMustBeAbove0(long every, long deadline, long within, long hold, String said) {
        assertThatThrownBy(() -> new SeriesSpec(every, deadline, within, hold, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("above 0 was expected");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.NEGATIVE_INFINITY})
    void toleratedShareIsFrom0To1(double share) {
        assertThatThrownBy(() -> new SeriesSpec(1, 1, 1, 1, share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("badAtMost) is " + share)
                .hasMessageContaining("0 to 1 was expected");
    }

    @Test
    void deadlineBelowTheSpacingIsRefusedWithBothValuesAndARemedy() {
        assertThatThrownBy(() -> new SeriesSpec(20_000_000, 19_999_999, 1, 1, 0))
                .hasMessageContaining("deadline is 20 ms")
                .hasMessageContaining("at least the spacing of 20 ms")
                .hasMessageContaining("raise the deadline");
    }

    @Test
    void theBoundsThemselvesAreInRange() {
        assertThat(new SeriesSpec(1, 1, 1, 1, 0).badAtMost()).isZero();
        assertThat(new SeriesSpec(1, 1, 1, 1, 1).badAtMost()).isEqualTo(1);
    }

    @Test
    void negativeHealthyLatencyIsRefused() {
        Moment fault = new Moment(0, 0);
        assertThatThrownBy(() -> RecoveryAnalysis.since(
                        fault, java.util.List.of(), Stream10ms.SPEC, java.util.OptionalLong.of(-1)))
                .hasMessageContaining("healthy latency is -1 ns");
    }
}
