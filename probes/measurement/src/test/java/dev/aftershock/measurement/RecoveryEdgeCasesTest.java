package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fault strikes at 505 ms unless a test says otherwise. */
class RecoveryEdgeCasesTest {

    private static final long FAULT = 505;

    private static Stream10ms stream() {
        return new Stream10ms();
    }

    @Test
    void neverFailedIsZeroWithABlindSpot() {
        Recovery recovery = stream().good(0, 1_500).since(FAULT);
        assertThat(recovery.troubled()).isFalse();
        assertThat(recovery.stable()).isEqualTo(Bracket.zero());
        assertThat(recovery.unavailable()).isEqualTo(Bracket.zero());
        assertThat(recovery.firstGood()).isEmpty();
        assertThat(recovery.longest()).isEmpty();
        assertThat(recovery.noOutageLongerThan()).isEqualTo(11 * MS);
        assertThat(recovery.observed()).isEqualTo(99);
    }

    @Test
    void neverRecoveredHasNoUpperEnd() {
        Recovery recovery = stream().good(0, 510).failing(510, 1_500).since(FAULT);
        assertThat(recovery.stable()).isEqualTo(Bracket.atLeast((1_490 - FAULT) * MS));
        assertThat(recovery.firstGood()).hasValue(Bracket.atLeast((1_490 - FAULT) * MS));
        assertThat(recovery.outages()).singleElement().satisfies(outage -> {
            assertThat(outage.end()).isEmpty();
            assertThat(outage.length()).isEqualTo(Bracket.atLeast((1_490 - 511) * MS));
        });
        assertThat(recovery.unavailable().ended()).isFalse();
        assertThat(recovery.longest().orElseThrow().ended()).isFalse();
    }

    @Test
    void goodForLessThanTheHoldIsNotRecovered() {
        Stream10ms stream = stream().good(0, 510).failing(510, 800).good(800, 1_080);
        assertThat(stream.since(FAULT).stable()).isEqualTo(Bracket.atLeast((790 - FAULT) * MS));
        assertThat(stream.since(FAULT).firstGood())
                .hasValueSatisfying(first -> assertThat(first.ended()).isTrue());
        assertThat(stream.good(1_080, 1_100).since(FAULT).stable()).isEqualTo(millis(285, 290, 296));
    }

    @Test
    void plainOutageHasTheBracketOfTheDefinition() {
        Recovery recovery =
                stream().good(0, 510).failing(510, 800).good(800, 1_500).since(FAULT);
        Outage outage = recovery.outages().get(0);
        assertThat(outage.start()).isEqualTo(between(500, 511));
        assertThat(outage.end()).hasValue(between(790, 801));
        assertThat(outage.length()).isEqualTo(millis(279, 290, 301));
        assertThat(outage.badSamples()).isEqualTo(29);
        assertThat(recovery.stable()).isEqualTo(millis(285, 290, 296));
        assertThat(recovery.firstGood()).hasValue(recovery.stable());
        assertThat(recovery.unavailable()).isEqualTo(millis(279, 290, 296));
        assertThat(recovery.longest()).hasValue(recovery.unavailable());
    }

    @Test
    void onsetOfTheFaultWidensTheBracket() {
        Recovery recovery =
                stream().good(0, 510).failing(510, 800).good(800, 1_500).since(between(495, 525));
        assertThat(recovery.stable()).isEqualTo(millis(265, 285, 306));
    }

    @Test
    void timeoutsAreDatedByTheHealthyLatencyNotByTheirExpiry() {
        Recovery recovery =
                stream().good(0, 510).silent(510, 800).good(800, 1_500).since(FAULT);
        assertThat(recovery.outages().get(0).start()).isEqualTo(between(500, 512));
        assertThat(recovery.outages().get(0).end()).hasValue(between(790, 801));
        assertThat(recovery.stable()).isEqualTo(millis(285, 290, 296));
    }

    @Test
    void withoutAHealthyLatencyTheObjectiveBoundsIt() {
        Stream10ms stream = stream().good(0, 510).silent(510, 800).good(800, 1_500);
        Moment fault = between(FAULT, FAULT);
        Recovery recovery = RecoveryAnalysis.since(fault, stream.samples, Stream10ms.SPEC, OptionalLong.empty());
        assertThat(recovery.outages().get(0).start()).isEqualTo(between(500, 560));
        assertThat(recovery.outages().get(0).end()).hasValue(between(790, 841));
    }

    @Test
    void queuedOutageEndsWithTheFirstLateAnswer() {
        // sent up to 600 they are late, up to 750 slow, and the last ones are good although held back
        Recovery recovery =
                stream().good(0, 510).queued(510, 800, 800).good(800, 1_500).since(FAULT);
        Outage outage = recovery.outages().get(0);
        assertThat(outage.end()).hasValue(between(600, 801));
        assertThat(outage.length().point()).isEqualTo((801 - 505) * MS);
        assertThat(recovery.brownouts()).hasSize(1);
        assertThat(recovery.stable()).isEqualTo(millis(245, 296, 296));
    }

    @Test
    void lateAnswerWithinARunDoesNotEndItBeforeItsLastBadSample() {
        Recovery recovery = stream()
                .good(0, 510)
                .queued(510, 520, 720)
                .silent(520, 900)
                .good(900, 1_500)
                .since(FAULT);
        assertThat(recovery.outages()).singleElement().satisfies(outage -> assertThat(outage.end())
                .hasValue(between(890, 901)));
    }

    @Test
    void flappingCountsEachOutageAndRecoversAfterTheLast() {
        Stream10ms stream = stream().good(0, 510);
        for (long at = 510; at < 1_110; at += 200) {
            stream.failing(at, at + 50).good(at + 50, at + 200);
        }
        Recovery recovery = stream.good(1_110, 1_600).since(FAULT);
        assertThat(recovery.outages()).hasSize(3);
        assertThat(recovery.firstGood()).hasValue(millis(45, 50, 56));
        assertThat(recovery.stable()).isEqualTo(millis(445, 450, 456));
        assertThat(recovery.unavailable().point()).isEqualTo(150 * MS);
        assertThat(recovery.longest()).hasValue(millis(39, 50, 61));
    }

    @Test
    void partialOutageLastsUntilItsShareIsTolerated() {
        Stream10ms stream = stream().good(0, 510);
        for (long at = 510; at < 910; at += 20) {
            stream.failing(at, at + 10).good(at + 10, at + 20);
        }
        Recovery recovery = stream.good(910, 1_500).since(FAULT);
        assertThat(recovery.outages()).hasSize(20);
        // three of thirty are tolerated, so the window may hold the last three failures
        assertThat(recovery.stable()).isEqualTo(millis(325, 330, 336));
    }

    @Test
    void toleratedShareDoesNotExcuseThreeBadInARow() {
        Stream10ms two = stream()
                .good(0, 510)
                .failing(510, 600)
                .good(600, 700)
                .failing(700, 720)
                .good(720, 1_500);
        assertThat(two.since(FAULT).stable()).isEqualTo(millis(85, 90, 96));
        Stream10ms three = stream()
                .good(0, 510)
                .failing(510, 600)
                .good(600, 700)
                .failing(700, 730)
                .good(730, 1_500);
        assertThat(three.since(FAULT).stable()).isEqualTo(millis(215, 220, 226));
    }

    @Test
    void brownoutIsReportedApartFromBlackout() {
        Recovery recovery =
                stream().good(0, 510).slow(510, 800).good(800, 1_500).since(FAULT);
        assertThat(recovery.outages()).isEmpty();
        assertThat(recovery.unavailable()).isEqualTo(Bracket.zero());
        assertThat(recovery.brownouts()).singleElement().satisfies(slow -> {
            assertThat(slow.severity()).isEqualTo(Outage.Severity.BROWNOUT);
            assertThat(slow.start()).isEqualTo(between(500, 512));
            assertThat(slow.end()).hasValue(between(790, 801));
        });
        assertThat(recovery.slow()).isEqualTo(millis(278, 290, 296));
        assertThat(recovery.stable()).isEqualTo(millis(285, 290, 296));
    }

    @Test
    void stableRecoveryWaitsForTheBrownoutAfterTheBlackout() {
        Recovery recovery = stream()
                .good(0, 510)
                .failing(510, 800)
                .slow(800, 900)
                .good(900, 1_500)
                .since(FAULT);
        assertThat(recovery.outages()).hasSize(1);
        assertThat(recovery.brownouts()).hasSize(1);
        assertThat(recovery.unavailable().high()).isLessThan(400 * MS);
        assertThat(recovery.stable()).isEqualTo(millis(385, 390, 396));
    }

    @Test
    void outageUnderWayBeforeTheMomentIsListedWithItsOwnStartAndCountedFromTheMoment() {
        Recovery recovery =
                stream().good(0, 310).failing(310, 800).good(800, 1_500).since(FAULT);
        Outage outage = recovery.outages().get(0);
        assertThat(outage.start()).isEqualTo(between(300, 311));
        assertThat(outage.length()).isEqualTo(millis(479, 490, 501));
        assertThat(recovery.unavailable()).isEqualTo(millis(285, 290, 296));
        assertThat(recovery.stable()).isEqualTo(millis(285, 290, 296));
    }

    @Test
    void outageThatWasOverBeforeTheMomentDoesNotCount() {
        Recovery recovery =
                stream().good(0, 110).failing(110, 300).good(300, 1_500).since(FAULT);
        assertThat(recovery.troubled()).isFalse();
        assertThat(recovery.stable()).isEqualTo(Bracket.zero());
    }

    @Test
    void requestInFlightAtTheFaultCounts() {
        Recovery recovery = stream()
                .good(0, 500)
                .add(500, 510, 6, Outcome.FAIL_FAST)
                .good(510, 1_500)
                .since(between(501, 501));
        assertThat(recovery.outages()).hasSize(1);
        assertThat(recovery.stable()).isEqualTo(millis(0, 4, 10));
    }

    @Test
    void orderOfTheSamplesDoesNotMatter() {
        Stream10ms stream = stream()
                .good(0, 510)
                .silent(510, 800)
                .unsent(800, 820)
                .slow(820, 900)
                .good(900, 1_500);
        Recovery expected = stream.since(FAULT);
        Collections.shuffle(stream.samples, new Random(7));
        assertThat(stream.since(FAULT)).isEqualTo(expected);
    }

    @Test
    void burstAfterTheFirstBadSampleNarrowsTheEnd() {
        Stream10ms stream = stream().good(0, 510).failing(510, 520);
        for (long at = 520; at < 1_500; at++) {
            boolean bad = at < 800;
            stream.samples.add(new Sample(at * MS, at * MS, at * MS + MS / 2, bad ? Outcome.FAIL_FAST : Outcome.OK));
        }
        Recovery recovery = stream.since(FAULT);
        assertThat(recovery.stable()).isEqualTo(new Bracket(294 * MS, 294 * MS + MS / 2, 295 * MS + MS / 2));
        assertThat(recovery.outages()).hasSize(1);
    }

    @Test
    void healOutageIsCountedFromTheHeal() {
        Recovery recovery = stream()
                .good(0, 510)
                .failing(510, 600)
                .good(600, 1_010)
                .failing(1_010, 1_050)
                .good(1_050, 1_500)
                .since(1_005);
        assertThat(recovery.outages()).hasSize(1);
        assertThat(recovery.stable()).isEqualTo(millis(35, 40, 46));
    }

    @Test
    void aMillionSamplesAreAnalysedInLittleTime() {
        Stream10ms stream = stream();
        for (long at = 0; at < 10_000_000; at += 1_000) {
            stream.good(at, at + 700).failing(at + 700, at + 900).slow(at + 900, at + 1_000);
        }
        MonotonicClock clock = MonotonicClock.startingNow();
        Recovery recovery = stream.since(FAULT);
        assertThat(recovery.outages()).hasSize(10_000);
        assertThat(clock.nanos()).isLessThan(5_000 * MS);
        assertThat(recovery.brownouts()).hasSize(10_000);
    }
}
