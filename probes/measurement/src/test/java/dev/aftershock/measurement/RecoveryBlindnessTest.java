package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the observer could not see is said, never guessed. The fault strikes at 505 ms. */
class RecoveryBlindnessTest {

    private static final long FAULT = 505;

    private static Stream10ms stream() {
        return new Stream10ms();
    }

    @Test
    void failingFromTheFirstSampleOnIsBlindAtItsStart() {
        Recovery recovery = stream().failing(0, 800).good(800, 1_500).since(FAULT);
        assertThat(recovery.outages().get(0).blindStart()).isTrue();
        assertThat(recovery.gapAtEdge()).isGreaterThan(50_000_000L);
        assertThat(recovery.stable()).isEqualTo(millis(285, 290, 296));
    }

    @Test
    void blindUntilTheFirstBadSampleReachesBackToTheStart() {
        Recovery recovery =
                stream().unsent(0, 600).failing(600, 800).good(800, 1_500).since(FAULT);
        assertThat(recovery.outages().get(0).start()).isEqualTo(between(0, 601));
        assertThat(recovery.unavailable()).isEqualTo(millis(189, 195, 296));
        assertThat(recovery.gapAtEdge()).isGreaterThan(50_000_000L);
    }

    @Test
    void gapAtTheEndWidensTheEdgeAndIsFlagged() {
        Recovery recovery = stream()
                .good(0, 510)
                .failing(510, 800)
                .unsent(800, 840)
                .good(840, 1_500)
                .since(FAULT);
        assertThat(recovery.outages().get(0).blindEnd()).isTrue();
        assertThat(recovery.outages().get(0).blindStart()).isFalse();
        assertThat(recovery.outages().get(0).end()).hasValue(between(790, 841));
        assertThat(recovery.stable()).isEqualTo(millis(285, 310, 336));
        assertThat(recovery.gapAtEdge()).as("50 ms is five spacings, no more").isLessThanOrEqualTo(50_000_000L);
    }

    @Test
    void oneSlotThatCouldNotBeSentIsAGap() {
        Recovery end = stream()
                .good(0, 510)
                .failing(510, 800)
                .unsent(800, 810)
                .good(810, 1_500)
                .since(FAULT);
        assertThat(end.outages().get(0).blindEnd()).isTrue();
        Recovery start = stream()
                .good(0, 510)
                .unsent(510, 520)
                .failing(520, 800)
                .good(800, 1_500)
                .since(FAULT);
        assertThat(start.outages().get(0).blindStart()).isTrue();
        assertThat(start.outages().get(0).blindEnd()).isFalse();
    }

    @Test
    void gapOfMoreThanFiveSpacingsAtAnEdgeIsBlindness() {
        Stream10ms end =
                stream().good(0, 510).failing(510, 800).unsent(800, 850).good(850, 1_500);
        assertThat(end.since(FAULT).gapAtEdge()).isGreaterThan(50_000_000L);
        Stream10ms start = stream().good(0, 510).failing(570, 800).good(800, 1_500);
        assertThat(start.since(FAULT).gapAtEdge())
                .as("slots that are not there")
                .isGreaterThan(50_000_000L);
        assertThat(start.since(FAULT).outages().get(0).start()).isEqualTo(between(500, 571));
        Stream10ms inside = stream()
                .good(0, 510)
                .failing(510, 600)
                .unsent(600, 700)
                .failing(700, 800)
                .good(800, 1_500);
        assertThat(inside.since(FAULT).gapAtEdge())
                .as("a gap within touches no edge")
                .isLessThanOrEqualTo(50_000_000L);
        assertThat(inside.since(FAULT).outages()).hasSize(1);
    }

    @Test
    void gapBetweenGoodAnswersIsTheBlindSpot() {
        Recovery recovery = stream().good(0, 700).good(900, 1_500).since(FAULT);
        assertThat(recovery.noOutageLongerThan()).isEqualTo((901 - 690) * MS);
    }

    @Test
    void whereTheFirstAnswerOfAllComesLateTheBlindSpotBeginsWithTheFault() {
        Recovery recovery = stream().unsent(0, 900).good(900, 1_500).since(FAULT);
        assertThat(recovery.noOutageLongerThan()).isEqualTo((901 - FAULT) * MS);
    }

    @Test
    void answersThatWaitedForAPausedObserverAreNoSureOutage() {
        // the observer stops from 705 to 1005: the answer to 700 is read late, and the next sample is sent late
        Stream10ms stream = stream().good(0, 700).add(700, 710, 305, Outcome.OK).good(1_010, 1_500);
        Recovery recovery = stream.since(FAULT);
        assertThat(recovery.outages()).singleElement().satisfies(outage -> {
            assertThat(outage.blindStart()).isTrue();
            assertThat(outage.length().low()).isZero();
        });
        assertThat(recovery.gapAtEdge()).isGreaterThan(50_000_000L);
    }

    @Test
    void windowThatWasHardlyObservedIsNotStable() {
        Stream10ms stream =
                stream().good(0, 510).failing(510, 800).good(800, 850).unsent(850, 1_100);
        assertThat(stream.good(1_100, 1_160).since(FAULT).stable().ended()).isFalse();
        assertThat(stream.good(1_160, 1_500).since(FAULT).stable().ended()).isTrue();
    }

    @Test
    void nothingObservedProvesNothing() {
        Recovery recovery = stream().unsent(0, 1_500).since(FAULT);
        assertThat(recovery.observed()).isZero();
        assertThat(recovery.noOutageLongerThan()).isEqualTo(Bracket.NEVER);
        assertThat(stream().since(FAULT).noOutageLongerThan()).isEqualTo(Bracket.NEVER);
    }
}
