package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyStateTest {

    private static SteadyState of(Stream10ms stream) {
        return SteadyState.of(stream.samples, SPEC);
    }

    @Test
    void goodForTheHoldIsSteady() {
        SteadyState steady = of(new Stream10ms().good(0, 300));
        assertThat(steady).isEqualTo(new SteadyState(true, 30, 0, MS, MS, MS, 2 * MS, 1));
    }

    @Test
    void shorterThanTheHoldIsNotSteady() {
        assertThat(of(new Stream10ms().good(0, 280)).held()).isFalse();
    }

    @Test
    void moreBadThanToleratedIsNotSteady() {
        SteadyState tolerated = of(new Stream10ms().good(0, 270).failing(270, 300));
        assertThat(tolerated.held()).isTrue();
        assertThat(tolerated.badFraction()).isEqualTo(0.1);
        assertThat(of(new Stream10ms().good(0, 260).slow(260, 300)).held()).isFalse();
    }

    @Test
    void hardlyObservedIsNotSteady() {
        assertThat(of(new Stream10ms().good(0, 70).unsent(70, 230).good(230, 300))
                        .held())
                .isFalse();
        assertThat(of(new Stream10ms().good(0, 80).unsent(80, 230).good(230, 300))
                        .held())
                .isTrue();
    }

    @Test
    void nothingIsNotSteady() {
        SteadyState nothing = SteadyState.of(List.of(), SPEC);
        assertThat(nothing.held()).isFalse();
        assertThat(nothing.badFraction()).isEqualTo(1);
        assertThat(nothing.healthyLatency()).isEqualTo(SPEC.within());
    }

    @Test
    void quantilesAreNearestRanksOfAnsweredLatencies() {
        Stream10ms stream = new Stream10ms();
        for (int i = 1; i <= 1_000; i++) {
            stream.samples.add(new Sample(i * 10L * MS, i * 10L * MS, i * 10L * MS + i * 1_000L, Outcome.OK));
        }
        SteadyState steady = of(stream.silent(10_010, 10_100));
        assertThat(steady.p50()).isEqualTo(500_000);
        assertThat(steady.p99()).isEqualTo(990_000);
        assertThat(steady.p999()).isEqualTo(999_000);
        assertThat(steady.healthyLatency()).isEqualTo(1_998_000);
    }

    @Test
    void boundOnHealthyLatencyIsAtLeastAMillisecond() {
        Stream10ms stream = new Stream10ms();
        stream.samples.add(new Sample(0, 0, 100, Outcome.OK));
        assertThat(of(stream).healthyLatency()).isEqualTo(MS);
    }
}
