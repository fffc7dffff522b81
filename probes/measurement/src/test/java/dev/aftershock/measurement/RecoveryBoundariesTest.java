package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.SPEC;
import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where one thing ends and the next begins; the fault strikes at 505 ms. */
class RecoveryBoundariesTest {

    private static final long FAULT = 505;

    private static Series.Kind kind(long sent, long done) {
        Sample sample = new Sample(0, sent * MS, done, Outcome.OK);
        Series series = Series.of(Observations.of(List.of(sample)), SPEC, new Series.Pace(SPEC.every(), SPEC.within()));
        return series.kind(0);
    }

    @Test
    void answerAtTheBoundIsGoodAndAtTheDeadlineIsSlow() {
        assertThat(kind(0, 50 * MS)).isEqualTo(Series.Kind.GOOD);
        assertThat(kind(0, 50 * MS + 1)).isEqualTo(Series.Kind.SLOW);
        assertThat(kind(0, 200 * MS)).isEqualTo(Series.Kind.SLOW);
        assertThat(kind(0, 200 * MS + 1)).isEqualTo(Series.Kind.BAD);
        assertThat(kind(1, 200 * MS + 1)).as("the deadline counts from sending").isEqualTo(Series.Kind.SLOW);
        assertThat(kind(1, 50 * MS + 1)).as("the bound counts from due").isEqualTo(Series.Kind.SLOW);
    }

    @Test
    void sampleSentMoreThanHalfASpacingLateShowsThatTheObserverWasHeldUp() {
        assertThat(firstSentLateBy(5 * MS).outages().get(0).blindStart()).isFalse();
        assertThat(firstSentLateBy(5 * MS + 1).outages().get(0).blindStart()).isTrue();
    }

    private static Recovery firstSentLateBy(long late) {
        Stream10ms stream = new Stream10ms().good(0, 510);
        stream.samples.add(new Sample(510 * MS, 510 * MS + late, 511 * MS + late, Outcome.FAIL_FAST));
        return stream.failing(520, 800).good(800, 1_500).since(FAULT);
    }

    @Test
    void lastBadSampleThatWasSentLateWatchedSinceItWasDue() {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 790);
        stream.samples.add(new Sample(790 * MS, 797 * MS, 798 * MS, Outcome.FAIL_FAST));
        Recovery recovery = stream.good(800, 1_500).since(FAULT);
        assertThat(recovery.outages().get(0).blindEnd()).isTrue();
        assertThat(recovery.gapAtEdge()).isEqualTo(17 * MS);
    }

    @Test
    void holeOfTwoSpacingsIsNoGapAndALongerOneIs() {
        Stream10ms two = new Stream10ms().good(0, 510).failing(520, 800).good(800, 1_500);
        two.samples.removeIf(sample -> sample.due() == 510 * MS);
        assertThat(two.since(FAULT).outages().get(0).blindStart()).isFalse();
        Stream10ms three = new Stream10ms().good(0, 510).failing(530, 800).good(800, 1_500);
        assertThat(three.since(FAULT).outages().get(0).blindStart()).isTrue();
        assertThat(three.since(FAULT).gapAtEdge()).isEqualTo(30 * MS);
    }

    @Test
    void silentSampleBesideAHoleFlagsTheStart() {
        Stream10ms stream =
                new Stream10ms().good(0, 510).silent(510, 520).silent(580, 800).good(800, 1_500);
        assertThat(stream.since(FAULT).outages().get(0).blindStart()).isTrue();
        Stream10ms whole = new Stream10ms().good(0, 510).silent(510, 800).good(800, 1_500);
        assertThat(whole.since(FAULT).outages().get(0).blindStart()).isFalse();
    }

    @Test
    void blindnessAtAnEarlierOutageIsNotAtTheEdgeThatRecoveryRestsOn() {
        Recovery recovery = new Stream10ms()
                .good(0, 510)
                .failing(590, 650)
                .good(650, 700)
                .failing(700, 800)
                .good(800, 1_500)
                .since(FAULT);
        assertThat(recovery.outages()).extracting(Outage::blindStart).containsExactly(true, false);
        assertThat(recovery.gapAtEdge()).isZero();
    }

    @Test
    void troubleThatShowedAtTheVeryMomentCounts() {
        Stream10ms stream = new Stream10ms().good(0, 500).failing(500, 510).good(510, 1_500);
        assertThat(stream.since(501).troubled()).isTrue();
        assertThat(stream.since(501).stable().ended()).isTrue();
        assertThat(stream.since(502).troubled()).isFalse();
        assertThat(stream.since(510).observed()).isEqualTo(99);
        assertThat(stream.since(511).observed()).isEqualTo(98);
    }

    @Test
    void oneSampleStandsForASpacing() {
        assertThat(SteadyState.of(
                                new Stream10ms().good(0, 10).samples, new SeriesSpec(10 * MS, 20 * MS, MS, 15 * MS, 0))
                        .held())
                .isTrue();
        assertThat(SteadyState.of(
                                new Stream10ms().good(0, 10).samples, new SeriesSpec(10 * MS, 20 * MS, MS, 16 * MS, 0))
                        .held())
                .isFalse();
    }

    @Test
    void capacityMindsNoStreaks() {
        SeriesSpec spec = new SeriesSpec(10 * MS, 200 * MS, 50 * MS, 1_000 * MS, 0.1);
        SteadyState baseline = SteadyState.of(new Stream10ms().good(0, 500).samples, SPEC);
        Stream10ms stream = new Stream10ms()
                .good(0, 510)
                .failing(510, 800)
                .good(800, 900)
                .failing(900, 930)
                .good(930, 2_500);
        assertThat(CapacityAnalysis.since(between(FAULT, FAULT), Observations.of(stream.samples), spec, baseline))
                .isEqualTo(millis(285, 290, 296));
    }

    @Test
    void quantilesDoNotDependOnTheOrderOfLatencies() {
        Stream10ms stream = new Stream10ms().add(0, 10, 40, Outcome.OK).good(10, 300);
        assertThat(SteadyState.of(stream.samples, SPEC).p50()).isEqualTo(MS);
        assertThat(SteadyState.of(stream.samples, SPEC).p999()).isEqualTo(40 * MS);
    }

    @Test
    void momentsWidenBothWays() {
        assertThat(between(5, 7).widenedTo(between(6, 9))).isEqualTo(between(5, 9));
        assertThat(between(6, 9).widenedTo(between(5, 7))).isEqualTo(between(5, 9));
        assertThatThrownBy(() -> new Moment(2, 1)).hasMessageContaining("latest 1 is before earliest 2");
    }

    @Test
    void bracketsAddUpAndDivide() {
        Bracket bracket = new Bracket(2, 5, 10);
        assertThat(bracket.plus(new Bracket(1, 1, 1))).isEqualTo(new Bracket(3, 6, 11));
        assertThat(bracket.plus(Bracket.atLeast(3))).isEqualTo(Bracket.atLeast(5));
        assertThat(Bracket.atLeast(3).plus(bracket)).isEqualTo(Bracket.atLeast(5));
        assertThat(bracket.dividedBy(3)).as("outwards").isEqualTo(new Bracket(0, 1, 4));
        assertThat(Bracket.atLeast(7).dividedBy(2)).isEqualTo(Bracket.atLeast(3));
        assertThat(bracket.longer(new Bracket(3, 4, 12))).isEqualTo(new Bracket(3, 5, 12));
        assertThatThrownBy(() -> new Bracket(2, 1, 3)).hasMessageContaining("not in order");
        assertThatThrownBy(() -> new Bracket(-1, 1, 3)).hasMessageContaining("not in order");
        assertThatThrownBy(() -> new Bracket(1, 4, 3)).hasMessageContaining("not in order");
    }

    @Test
    void whoAsksAgainAndAgainLooksAtTheRecentPastOnly() {
        Stream10ms stream = new Stream10ms().good(0, 510).failing(510, 60_000);
        RecoveryWatch watch = new RecoveryWatch(between(FAULT, FAULT), SPEC, Stream10ms.BOUND);
        assertThat(watch.recovered(stream.samples)).isFalse();
        // 330 ms of hold and twice 240 ms until answers settle
        assertThat(watch.recovered(recent(stream.samples, 60_000 - 820))).isFalse();
        assertThatThrownBy(() -> watch.recovered(recent(stream.samples, 60_000 - 600)))
                .hasMessageContaining("looked at");

        Stream10ms calm = new Stream10ms().good(0, 60_000);
        OutageFeed feed = new OutageFeed(SPEC);
        assertThat(feed.closed(Observations.of(calm.samples))).isEmpty();
        assertThat(feed.closed(Observations.of(recent(calm.samples, 60_000 - 820))))
                .isEmpty();
        assertThatThrownBy(() -> feed.closed(Observations.of(recent(calm.samples, 60_000 - 600))))
                .hasMessageContaining("looked at");
    }

    /** The same samples, of which the ones due before {@code millis} may not be looked at but one by one in a search. */
    private static List<Sample> recent(List<Sample> samples, long millis) {
        return new AbstractList<>() {
            private int old;

            @Override
            public Sample get(int index) {
                boolean tooOld = samples.get(index).due() < millis * MS;
                old += tooOld ? 1 : 0;
                if (old > 16) {
                    throw new AssertionError("looked at " + samples.get(index));
                }
                return samples.get(index);
            }

            @Override
            public int size() {
                return samples.size();
            }
        };
    }

    @Test
    void feedFreezesTheHealthyLatencyOnceItIsSteady() {
        Stream10ms stream = new Stream10ms().good(0, 510).silent(510, 800).good(800, 2_500);
        OutageFeed feed = new OutageFeed(SPEC);
        feed.closed(Observations.of(stream.samples.subList(0, 40)));
        assertThat(feed.closed(Observations.of(stream.samples)))
                .singleElement()
                .satisfies(outage -> assertThat(outage.start()).isEqualTo(between(500, 512)));
        assertThat(new OutageFeed(SPEC).closed(Observations.of(stream.samples)))
                .singleElement()
                .satisfies(outage -> assertThat(outage.start()).isEqualTo(between(500, 560)));
    }
}
