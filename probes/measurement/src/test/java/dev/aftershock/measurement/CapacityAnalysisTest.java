package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The fault strikes at 505 ms; 300 ms of hold are 30 samples, and 1 s of it are 100. */
class CapacityAnalysisTest {

    private static final Moment FAULT = new Moment(505 * MS, 505 * MS);
    private static final SeriesSpec LONG_HOLD = new SeriesSpec(10 * MS, 200 * MS, 50 * MS, 1_000 * MS, 0.1);

    private static SteadyState baseline(Stream10ms stream) {
        return SteadyState.of(stream.samples, Stream10ms.SPEC);
    }

    private static SteadyState healthy() {
        return baseline(new Stream10ms().good(0, 500));
    }

    private static Bracket capacity(Stream10ms stream, SeriesSpec spec) {
        return CapacityAnalysis.since(FAULT, Observations.of(stream.samples), spec, healthy());
    }

    @Test
    void capacityThatNeverFellTookNoTime() {
        assertThat(capacity(new Stream10ms().good(0, 1_500), Stream10ms.SPEC)).isEqualTo(Bracket.zero());
    }

    @Test
    void fullCapacityComesLaterThanStableRecovery() {
        // one in ten fails until 1100: stable enough, but not 95 % of the throughput
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 800);
        for (long at = 800; at < 1_100; at += 100) {
            stream.good(at, at + 90).failing(at + 90, at + 100);
        }
        stream.good(1_100, 2_000);
        assertThat(stream.since(505).stable()).isEqualTo(millis(285, 290, 296));
        // from 900 on two of thirty fail, from 1000 on one of thirty
        assertThat(capacity(stream, Stream10ms.SPEC)).isEqualTo(millis(485, 490, 496));
    }

    @Test
    void fiveInAHundredMayBeMissingButNotSix() {
        assertThat(capacity(missing(5), LONG_HOLD)).isEqualTo(millis(285, 290, 296));
        assertThat(capacity(missing(6), LONG_HOLD).low()).isGreaterThan(300 * MS);
    }

    private static Stream10ms missing(int count) {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 800);
        long at = 800;
        for (int i = 0; i < count; i++, at += 100) {
            stream.good(at, at + 90).failing(at + 90, at + 100);
        }
        return stream.good(at, 3_500);
    }

    @Test
    void oneInAHundredMayBeSlowButNotTwo() {
        assertThat(capacity(slow(1), LONG_HOLD)).isEqualTo(millis(285, 290, 296));
        assertThat(capacity(slow(2), LONG_HOLD)).isEqualTo(millis(385, 390, 396));
    }

    private static Stream10ms slow(int count) {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 800);
        long at = 800;
        for (int i = 0; i < count; i++, at += 100) {
            stream.good(at, at + 90).slow(at + 90, at + 100);
        }
        return stream.good(at, 3_500);
    }

    @Test
    void aBaselineThatWasSlowItselfMakesTheBoundOneAndAHalfOfIt() {
        // the baseline's 99th percentile is 60 ms, so that 90 ms is full capacity and 91 ms is not
        SteadyState slowBaseline = baseline(new Stream10ms().add(0, 500, 60, Outcome.OK));
        assertThat(after(90, slowBaseline)).isEqualTo(Bracket.zero());
        assertThat(after(91, slowBaseline).ended()).isFalse();
        assertThat(after(50, healthy())).isEqualTo(Bracket.zero());
        assertThat(after(51, healthy()).ended()).isFalse();
    }

    private static Bracket after(long latency, SteadyState baseline) {
        Stream10ms stream = new Stream10ms().good(0, 510).add(510, 1_500, latency, Outcome.OK);
        return CapacityAnalysis.since(FAULT, Observations.of(stream.samples), Stream10ms.SPEC, baseline);
    }

    @Test
    void throughputCountsInRelationToTheBaseline() {
        // the baseline answers nine in ten, so that nine in ten are full capacity afterwards
        Stream10ms before = new Stream10ms();
        Stream10ms stream = new Stream10ms();
        for (long at = 0; at < 2_500; at += 100) {
            (at < 500 ? before : new Stream10ms()).good(at, at + 90).failing(at + 90, at + 100);
            stream.good(at, at + 90).failing(at + 90, at + 100);
        }
        SteadyState partly = baseline(before);
        assertThat(partly.answered()).isEqualTo(0.9);
        Bracket capacity = CapacityAnalysis.since(FAULT, Observations.of(stream.samples), Stream10ms.SPEC, partly);
        assertThat(capacity).isEqualTo(millis(85, 90, 96));
    }

    @Test
    void anUnansweredBaselineIsRefused() {
        SteadyState nothing = SteadyState.of(List.of(), Stream10ms.SPEC);
        assertThat(nothing.answered()).isZero();
        assertThatThrownBy(() -> CapacityAnalysis.since(FAULT, Observations.of(List.of()), Stream10ms.SPEC, nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseline answered nothing");
    }
}
