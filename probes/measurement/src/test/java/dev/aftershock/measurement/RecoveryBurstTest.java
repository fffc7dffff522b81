package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A series that is sampled every 10 ms, and every millisecond at times; the fault strikes at 505 ms. */
class RecoveryBurstTest {

    private static final long FAULT = 505;

    private static Stream10ms down() {
        return new Stream10ms().good(0, 510).failing(510, 800);
    }

    /** One sample per millisecond, answered at once. */
    private static Stream10ms dense(Stream10ms stream, long from, long to, Outcome outcome) {
        for (long at = from; at < to; at++) {
            stream.samples.add(new Sample(at * MS, at * MS, at * MS + MS / 2, outcome));
        }
        return stream;
    }

    private static Stream10ms scattered(Stream10ms stream, long from, int bad) {
        for (int i = 0; i < bad; i++) {
            dense(stream, from + 4 * i, from + 4 * i + 1, Outcome.FAIL_FAST);
            dense(stream, from + 4 * i + 1, from + 4 * i + 4, Outcome.OK);
        }
        return stream;
    }

    @Test
    void badSampleOfADensePartHasNoMoreSayThanTheTimeItStandsFor() {
        // 25 bad ones stand for 29.5 ms of a hold of 304.5 ms, and are 15 % of its samples
        Stream10ms few = scattered(down().good(800, 950), 950, 25);
        assertThat(dense(few, 1_050, 1_500, Outcome.OK).since(FAULT).stable()).isEqualTo(millis(285, 290, 296));
        Stream10ms many = scattered(down().good(800, 950), 950, 26);
        assertThat(dense(many, 1_054, 1_500, Outcome.OK).since(FAULT).stable().low())
                .isGreaterThan(300 * MS);
    }

    @Test
    void threeBadInARowCountOnlyWhenTheySpanASpacing() {
        Stream10ms ten = dense(down().good(800, 900), 900, 910, Outcome.FAIL_FAST);
        assertThat(dense(ten, 910, 1_500, Outcome.OK).since(FAULT).stable()).isEqualTo(millis(285, 290, 296));
        Stream10ms eleven = dense(down().good(800, 900), 900, 911, Outcome.FAIL_FAST);
        assertThat(dense(eleven, 911, 1_500, Outcome.OK).since(FAULT).stable().low())
                .isEqualTo((910 - FAULT) * MS);
    }

    @Test
    void denseGlimpseIsNoHold() {
        Stream10ms stream = dense(down(), 800, 830, Outcome.OK).unsent(830, 1_110);
        assertThat(stream.good(1_110, 1_120).since(FAULT).stable().ended()).isFalse();
    }

    @Test
    void holeOfASpacingInADensePartIsNoGapAndALongerOneIs() {
        Stream10ms hole = dense(new Stream10ms().good(0, 510).failing(510, 800), 800, 900, Outcome.FAIL_FAST);
        Stream10ms wide = dense(new Stream10ms().good(0, 510).failing(510, 800), 800, 900, Outcome.FAIL_FAST);
        Outage narrow =
                dense(hole, 919, 1_500, Outcome.OK).since(FAULT).outages().get(0);
        assertThat(narrow.blindEnd()).isFalse();
        assertThat(narrow.end()).hasValue(new Moment(899 * MS, 919 * MS + MS / 2));
        Outage blind =
                dense(wide, 920, 1_500, Outcome.OK).since(FAULT).outages().get(0);
        assertThat(blind.blindEnd()).isTrue();
    }

    @Test
    void slotThatCouldNotBeSentInADensePartIsAGapOnlyBeyondASpacing() {
        assertThat(skipping(909).outages().get(0).blindEnd()).isFalse();
        assertThat(skipping(910).outages().get(0).blindEnd()).isTrue();
    }

    private static Recovery skipping(long until) {
        Stream10ms stream = dense(down(), 800, 900, Outcome.FAIL_FAST);
        stream.samples.add(new Sample(901 * MS, 901 * MS, 901 * MS, Outcome.NOT_SENT));
        return dense(stream, until, 1_500, Outcome.OK).since(FAULT);
    }

    @Test
    void blindSpotIsThatOfTheSparsePart() {
        Recovery recovery = dense(down(), 800, 1_500, Outcome.OK).since(FAULT);
        assertThat(recovery.noOutageLongerThan()).isEqualTo(MS + MS / 2);
        assertThat(dense(down(), 800, 1_400, Outcome.OK)
                        .good(1_400, 1_500)
                        .since(FAULT)
                        .noOutageLongerThan())
                .isEqualTo(11 * MS);
    }

    @Test
    void downTimeIsTheSameHoweverDenselyItWasLookedAt() {
        Stream10ms stream = dense(new Stream10ms().good(0, 510).failing(510, 520), 520, 800, Outcome.FAIL_FAST);
        Recovery recovery = dense(stream, 800, 1_500, Outcome.OK).since(FAULT);
        assertThat(recovery.unavailable())
                .isEqualTo(new Bracket((799 - 511) * MS, (799 - 505) * MS + MS / 2, (800 - 505) * MS + MS / 2));
    }

    @Test
    void holdTellsHowManySamplesItRestsOn() {
        Recovery sparse = down().good(800, 1_500).since(FAULT);
        assertThat(sparse.heldSamples()).isEqualTo(30);
        assertThat(sparse.heldBadSamples()).isZero();
        Recovery dense = dense(down(), 800, 1_500, Outcome.OK).since(FAULT);
        assertThat(dense.heldSamples()).isEqualTo(300);
        Recovery tolerated =
                down().good(800, 900).failing(900, 910).good(910, 1_500).since(FAULT);
        assertThat(tolerated.heldBadSamples()).isEqualTo(1);
        assertThat(tolerated.recovered()).hasValue(between(790, 801));
    }
}
