package dev.aftershock.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "1ns, PT0.000000001S",
        "250us, PT0.00025S",
        "250ms, PT0.25S",
        "5s, PT5S",
        "1.5s, PT1.5S",
        "0.1ms, PT0.0001S",
        "2m, PT2M",
        "1h, PT1H",
        "'5 s', PT5S",
        "0s, PT0S",
        "PT5S, PT5S",
        "P1D, PT24H",
        "123456789012345us, PT34293H33M9.012345S"
    })
    void durationsAreReadWithTheirUnit(String text, Duration expected) {
        assertThat(Quantities.duration(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "-5s",
                "5S",
                "s",
                "5 sec",
                "5s5",
                "1e3ms",
                "0x5s",
                "PT",
                "PT-5S",
                "P",
                "99999999999999h",
                "PT99999999999999H",
                "P300000D",
                "5%",
                "five s",
                "1.s",
                ".5s",
                "1234567890123456s"
            })
    void whatHasNoUnitIsNegativeOrOutOfRangeIsNoDuration(String text) {
        assertThat(Quantities.duration(text)).isEmpty();
    }

    @Test
    void noDurationThatIsReadOverflowsWhenCountedInNanoseconds() {
        assertThat(Quantities.duration("1281023h").orElseThrow().toNanos()).isPositive();
        assertThat(Quantities.duration("P53375D").orElseThrow().toNanos()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1%, 1", "0.5%, 0.5", "100%, 100", "0 %, 0"})
    void percentagesAreReadWithTheirSign(String text, double expected) {
        assertThat(Quantities.percent(text)).contains(new Percent(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0.01", "101%", "-1%", "%", "1%%", "1ms"})
    void whatHasNoSignOrIsOutOfRangeIsNoPercentage(String text) {
        assertThat(Quantities.percent(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 1h", "PT90M, 90m", "PT90S, 90s", "PT1.5S, 1500ms", "PT0.00025S, 250us", "PT0S, 0s"})
    void aDurationIsWrittenInTheLargestUnitThatKeepsItWhole(Duration duration, String expected) {
        assertThat(Quantities.format(duration)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ns", "17us", "250ms", "5s", "2m", "1h"})
    void writingAndReadingGoInACircle(String text) {
        assertThat(Quantities.format(Quantities.duration(text).orElseThrow())).isEqualTo(text);
    }

    @Test
    void aPercentageKnowsItsRangeFractionAndSpelling() {
        assertThat(new Percent(1).fraction()).isEqualTo(0.01);
        assertThat(new Percent(1)).hasToString("1%");
        assertThat(new Percent(0.5)).hasToString("0.5%");
        assertThatThrownBy(() -> new Percent(100.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Percent(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
