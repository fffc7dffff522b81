package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NanosTest {

    @ParameterizedTest
    @CsvSource({
        "630000000, 0.63 s", "12400000, 12.4 ms", "10000000000, 10 s", "5134000000, 5.13 s",
        "900000, 0.9 ms", "20000000, 20 ms", "12345, 12.3 us", "7, 7 ns",
        "0, 0 s", "125250000000, 125.25 s", "-630000000, -0.63 s"
    })
    void durationsAreShort(long nanos, String shown) {
        assertThat(Nanos.seconds(nanos)).isEqualTo(shown);
    }

    @Test
    void anEndThatWasNeverSeenIsNever() {
        assertThat(Nanos.seconds(Bracket.NEVER)).isEqualTo("never");
        assertThat(Nanos.bracket(Bracket.atLeast(5_120_000_000L))).isEqualTo("never, at least 5.12 s");
    }

    @ParameterizedTest
    @CsvSource({
        "626000000, 630000000, 634000000, '0.630 s [0.626, 0.634]'",
        "615000000, 630000000, 639000000, '0.63 s [0.61, 0.64]'",
        "5120000000, 5130000000, 5160000000, '5.13 s [5.12, 5.16]'",
        "9999900000, 10000000000, 10000100000, '10.0000 s [9.9999, 10.0001]'",
        "0, 2400000, 5120000, '2.4 ms [0.0, 5.2]'",
        "0, 0, 0, 0 s",
        "290000000, 290000000, 290000000, 0.29 s"
    })
    void bracketsShowAsManyDecimalsAsTheirWidthAsksFor(long low, long point, long high, String shown) {
        assertThat(Nanos.bracket(new Bracket(low, point, high))).isEqualTo(shown);
    }
}
