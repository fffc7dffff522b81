package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pauses that only a hiccup meter can tell; the fault strikes at 505 ms. */
class RecoveryPausesTest {

    private static final Moment FAULT = between(505, 505);

    private static Recovery recovery(Stream10ms stream, Moment... pauses) {
        Observations seen = new Observations(stream.samples, List.of(pauses));
        return RecoveryAnalysis.since(FAULT, seen, Stream10ms.SPEC, Stream10ms.BOUND);
    }

    private static Stream10ms failing() {
        return new Stream10ms().good(0, 510).failing(510, 800).good(800, 1_500);
    }

    private static Stream10ms silent() {
        return new Stream10ms().good(0, 510).silent(510, 800).good(800, 1_500);
    }

    private static void assertFlags(Recovery recovery, boolean start, boolean end) {
        assertThat(recovery.outages()).singleElement().satisfies(outage -> {
            assertThat(outage.blindStart()).isEqualTo(start);
            assertThat(outage.blindEnd()).isEqualTo(end);
        });
    }

    @Test
    void pauseBetweenTheLastGoodAndTheFirstBadFlagsTheStart() {
        Recovery recovery = recovery(failing(), between(502, 506));
        assertFlags(recovery, true, false);
        assertThat(recovery.outages().get(0).start()).as("nothing was missed").isEqualTo(between(500, 511));
        assertThat(recovery.gapAtEdge()).isEqualTo(4 * MS);
    }

    @Test
    void missingAnswerIsDatedLaterByThePauseAndByNoMore() {
        Recovery recovery = recovery(silent(), between(511, 514));
        assertThat(recovery.outages().get(0).start()).isEqualTo(between(500, 515));
        assertFlags(recovery, true, false);
        assertThat(recovery(silent()).outages().get(0).start()).isEqualTo(between(500, 512));
    }

    @Test
    void pauseBeforeAnErrorWasReadFlagsTheStart() {
        Stream10ms stream = new Stream10ms()
                .good(0, 510)
                .add(510, 520, 6, Outcome.FAIL_FAST)
                .failing(520, 800)
                .good(800, 1_500);
        Recovery recovery = recovery(stream, between(511, 516));
        assertThat(recovery.outages().get(0).start()).isEqualTo(between(500, 516));
        assertFlags(recovery, true, false);
        assertFlags(recovery(stream), false, false);
    }

    @Test
    void pauseBeforeTheFirstGoodAnswerWasReadWidensAndFlagsTheEnd() {
        Stream10ms stream = new Stream10ms()
                .good(0, 510)
                .failing(510, 800)
                .add(800, 810, 6, Outcome.OK)
                .good(810, 1_500);
        Recovery recovery = recovery(stream, between(801, 806));
        assertThat(recovery.outages().get(0).end()).hasValue(between(790, 806));
        assertFlags(recovery, false, true);
        assertThat(recovery.stable().high()).isEqualTo(301 * MS);
        assertThat(recovery.gapAtEdge()).isEqualTo(5 * MS);
    }

    @Test
    void pauseWithinAnOutageOrBesideItTouchesNoEdge() {
        Recovery recovery =
                recovery(failing(), between(600, 640), between(490, 500), between(511, 513), between(801, 809));
        assertFlags(recovery, false, false);
        assertThat(recovery.gapAtEdge()).isZero();
        assertThat(recovery).isEqualTo(recovery(failing()));
    }

    @Test
    void pausesMayOverlapAndComeInAnyOrder() {
        Recovery recovery = recovery(failing(), between(505, 509), between(503, 506), between(507, 507));
        assertThat(recovery.gapAtEdge()).isEqualTo(6 * MS);
    }

    @Test
    void longPauseAtAnEdgeIsMoreThanFiveSpacings() {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(570, 800).good(800, 1_500);
        assertThat(recovery(stream, between(501, 569)).gapAtEdge()).isEqualTo(70 * MS);
    }

    @Test
    void shortPauseDoesNotExcuseAMissingAnswer() {
        // the first silent sample stays proof: its wait of 200 ms was long enough in spite of the pause
        Recovery recovery = recovery(silent(), between(511, 611));
        assertThat(recovery.outages().get(0).start()).isEqualTo(between(500, 612));
        Recovery all = recovery(silent(), between(511, 711));
        assertThat(all.outages().get(0).start().latest())
                .as("after a pause of the whole deadline only the next samples are proof")
                .isEqualTo(713 * MS);
    }

    @Test
    void withoutPausesBothSignaturesAgree() {
        assertThat(recovery(silent())).isEqualTo(silent().since(FAULT));
        assertThat(recovery(failing()).stable()).isEqualTo(millis(285, 290, 296));
    }

    @Test
    void answerThatIsLateOnlyByAPauseIsNoBrownout() {
        Stream10ms stream =
                new Stream10ms().good(0, 600).add(600, 610, 80, Outcome.OK).good(610, 1_500);
        assertThat(recovery(stream, between(601, 679)).troubled()).isFalse();
        assertThat(recovery(stream, between(601, 620)).brownouts())
                .as("a pause of 19 ms does not excuse 80 ms where 50 ms are allowed")
                .hasSize(1);
    }

    @Test
    void answerThatAPauseMayHaveDelayedEndsNoBrownout() {
        Stream10ms stream = new Stream10ms()
                .good(0, 510)
                .slow(510, 700)
                .add(700, 800, 80, Outcome.OK)
                .slow(800, 900)
                .good(900, 1_500);
        Recovery paused = recovery(stream, between(740, 780));
        assertThat(paused.brownouts()).singleElement().satisfies(brownout -> {
            assertThat(brownout.end()).hasValue(between(890, 901));
            assertThat(brownout.badSamples()).isLessThan(39);
        });
        assertThat(recovery(stream).brownouts()).singleElement().satisfies(brownout -> assertThat(brownout.badSamples())
                .isEqualTo(39));
    }

    @Test
    void answerLateOnlyByAPauseEndsABlackout() {
        Stream10ms stream = new Stream10ms()
                .good(0, 510)
                .failing(510, 800)
                .add(800, 810, 80, Outcome.OK)
                .add(890, 900, 1, Outcome.OK)
                .good(900, 1_500);
        Recovery recovery = recovery(stream, between(801, 880));
        assertThat(recovery.brownouts()).isEmpty();
        assertThat(recovery.outages().get(0).end()).hasValue(between(790, 880));
    }
}
