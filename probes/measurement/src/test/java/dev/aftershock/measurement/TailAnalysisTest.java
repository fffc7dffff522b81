package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three groups asked in turn, every 10 ms; the fault strikes at 505 ms. */
class TailAnalysisTest {

    private static final Moment FAULT = new Moment(505 * MS, 505 * MS);

    /** Group g fails from 510 until its entry; it is asked at (3 i + g) x 10 ms. */
    private static List<Sample> until(long... ends) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int group = i % 3;
            long at = i * 10L;
            boolean bad = at >= 510 && at < ends[group];
            Outcome outcome = bad ? Outcome.FAIL_FAST : Outcome.OK;
            samples.add(new Sample(at * MS, at * MS, (at + 1) * MS, outcome, "", group));
        }
        return samples;
    }

    private static Tail tail(List<Sample> samples) {
        return TailAnalysis.of(FAULT, Observations.of(samples), Stream10ms.SPEC, Stream10ms.BOUND);
    }

    @Test
    void theSlowestGroupIsTheWorst() {
        Tail tail = tail(until(800, 1_000, 0));
        assertThat(tail.groups())
                .extracting(Tail.Group::stable)
                .containsExactly(
                        // asked last at 780 and first good at 810; at 970 and 1000
                        millis(275, 290, 306), millis(465, 480, 496), Bracket.zero());
        assertThat(tail.worstGroup()).isEqualTo(1);
        assertThat(tail.worst()).isEqualTo(millis(465, 480, 496));
        assertThat(tail.groups()).extracting(Tail.Group::number).containsExactly(0, 1, 2);
        assertThat(tail.groups().get(0).observed()).isEqualTo(50);
        assertThat(tail.groups().get(0).gapAtEdge()).isZero();
    }

    @Test
    void sharesBeyondTheObjectiveGoByTheBounds() {
        Tail tail = tail(until(800, 1_000, 0));
        assertThat(tail.shareBeyond(274 * MS)).isEqualTo(2 / 3.0);
        assertThat(tail.shareBeyond(275 * MS)).isEqualTo(1 / 3.0);
        assertThat(tail.shareNotWithin(305 * MS)).isEqualTo(2 / 3.0);
        assertThat(tail.shareNotWithin(306 * MS)).isEqualTo(1 / 3.0);
        assertThat(tail.shareBeyond(0)).isEqualTo(2 / 3.0);
        assertThatThrownBy(() -> tail.shareBeyond(-1)).hasMessageContaining("objective is -1 ns");
        assertThatThrownBy(() -> tail.shareNotWithin(-1)).hasMessageContaining("objective is -1 ns");
    }

    @Test
    void ofEqualGroupsTheFirstIsNamed() {
        assertThat(tail(until(0, 0, 0)).worstGroup()).isZero();
        assertThat(tail(until(0, 0, 0)).worst()).isEqualTo(Bracket.zero());
    }

    @Test
    void aGroupThatNeverRecoveredMakesTheTailEndless() {
        Tail tail = tail(until(800, 0, 99_999));
        assertThat(tail.worst()).isEqualTo(Bracket.atLeast((1_970 - 505) * MS));
        assertThat(tail.worstGroup()).isEqualTo(2);
    }

    @Test
    void ofGroupsThatNeverRecoveredTheOneSeenDownLongestIsNamed() {
        Tail tail = tail(until(99_999, 99_999, 99_999));
        assertThat(tail.worstGroup()).as("asked last at 1990").isEqualTo(1);
        assertThat(tail.worst()).isEqualTo(Bracket.atLeast((1_990 - 505) * MS));
    }

    @Test
    void holdOfAGroupHasRoomForThreeOfItsSamples() {
        // 60 ms of hold are two samples of a group: one bad of three spoils it
        SeriesSpec brief = new SeriesSpec(10 * MS, 200 * MS, 50 * MS, 20 * MS, 0.3);
        List<Sample> samples = until(800, 0, 0);
        Sample again = samples.get(87);
        samples.set(87, new Sample(again.due(), again.sent(), again.done(), Outcome.FAIL_FAST, "", 0));
        Tail tail = TailAnalysis.of(FAULT, Observations.of(samples), brief, Stream10ms.BOUND);
        assertThat(again.sent()).isEqualTo(870 * MS);
        assertThat(tail.groups().get(0).stable()).isEqualTo(millis(365, 380, 396));
    }

    @Test
    void aGroupThatWasNotSeenSinceTheFaultIsNotRecovered() {
        List<Sample> samples = until(0, 0, 0);
        samples.removeIf(sample -> sample.group() == 1 && sample.sent() > 505 * MS);
        Tail tail = tail(samples);
        assertThat(tail.worstGroup()).isEqualTo(1);
        assertThat(tail.worst().ended()).isFalse();
        assertThat(tail.groups().get(1).gapAtEdge()).isEqualTo(Bracket.NEVER);
        assertThat(tail.shareNotWithin(99_999 * MS)).isEqualTo(1 / 3.0);
    }

    @Test
    void oneGroupIsTheWholeSeries() {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 800).good(800, 1_500);
        assertThat(tail(stream.samples).worst()).isEqualTo(stream.since(505).stable());
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThatThrownBy(() -> tail(List.of())).hasMessageContaining("no samples");
    }

    @Test
    void theWholeIsRecoveredWhenEveryGroupIsAndUnavailableByTheirShare() {
        Recovery recovery = RecoveryAnalysis.since(FAULT, until(800, 0, 0), Stream10ms.SPEC, Stream10ms.BOUND);
        assertThat(recovery.stable())
                .as("three bad of thirty are tolerated, so that it is recovered after 690")
                .isEqualTo(millis(185, 190, 196));
        Recovery all = RecoveryAnalysis.since(FAULT, until(800, 800, 800), Stream10ms.SPEC, Stream10ms.BOUND);
        assertThat(all.stable()).as("group 1 was asked again at 820").isEqualTo(millis(285, 290, 316));
        assertThat(recovery.unavailable().point()).isEqualTo(290 * MS / 3);
        assertThat(recovery.unavailable().low()).isEqualTo((780 - 511) * MS / 3);
        assertThat(recovery.unavailable().high()).isEqualTo(((811 - 505) * MS + 2) / 3);
        assertThat(all.unavailable().low()).isLessThanOrEqualTo(290 * MS);
        assertThat(all.unavailable().high()).isGreaterThanOrEqualTo(290 * MS);
    }

    @Test
    void aGroupThatWasNotAskedAgainIsNotRecovered() {
        List<Sample> samples = until(800, 800, 800);
        samples.removeIf(sample -> sample.group() == 1 && sample.sent() >= 800 * MS);
        Recovery recovery = RecoveryAnalysis.since(FAULT, samples, Stream10ms.SPEC, Stream10ms.BOUND);
        assertThat(recovery.stable()).isEqualTo(Bracket.atLeast(285 * MS));
        assertThat(recovery.recovered().orElseThrow().latest()).isEqualTo(Bracket.NEVER);
    }
}
