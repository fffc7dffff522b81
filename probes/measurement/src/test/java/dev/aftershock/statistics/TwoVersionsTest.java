package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aftershock.statistics.TwoVersions.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TwoVersionsTest {

    @Test
    void threeAgainstThreeCanShowNothingAndFourAgainstFourCan() {
        assertThat(TwoVersions.leastTrials(0.95)).isEqualTo(4);
        assertThat(TwoVersions.leastTrials(0.90)).isEqualTo(3);
        assertThat(TwoVersions.leastTrials(0.99)).isEqualTo(5);
        assertThat(TwoVersions.compare(List.of(1L, 2L, 3L), List.of(7L, 8L, 9L), 0.95))
                .isEmpty();
        Comparison found = TwoVersions.compare(List.of(1L, 2L, 3L, 4L), List.of(11L, 12L, 13L, 14L), 0.95)
                .orElseThrow();
        assertThat(found.pValue()).isEqualTo(2.0 / 70, within(1e-12));
        assertThat(found.shift()).isEqualTo(10);
        assertThat(found.low()).isEqualTo(7);
        assertThat(found.high()).isEqualTo(13);
    }

    @Test
    void theTestAgreesWithEveryWayToDealTheValuesOut() {
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            // Few different values, so that there are many ties.
            List<Long> before = values(random, random.nextInt(2, 7));
            List<Long> after = values(random, random.nextInt(2, 7));
            double found = TwoVersions.compare(before, after, 0.5)
                    .map(Comparison::pValue)
                    .orElseThrow();
            assertThat(found)
                    .as("seed %d: %s %s", seed, before, after)
                    .isEqualTo(byDealing(before, after), within(1e-9));
        }
    }

    @Test
    void theIntervalHoldsExactlyTheShiftsThatDealingDoesNotReject() {
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Long> before =
                    random.longs(random.nextInt(4, 7), 0, 1_000_000).boxed().toList();
            List<Long> after = random.longs(random.nextInt(4, 7), 200_000, 1_300_000)
                    .boxed()
                    .toList();
            Comparison found = TwoVersions.compare(before, after, 0.9).orElseThrow();
            String name = "seed " + seed + ": " + before + " " + after + " " + found;
            for (double inside : new double[] {found.low() + 1, found.high() - 1}) {
                assertThat(byDealing(before, moved(after, inside))).as(name).isGreaterThan(0.1);
            }
            for (double outside : new double[] {found.low() - 1, found.high() + 1}) {
                assertThat(byDealing(before, moved(after, outside))).as(name).isLessThanOrEqualTo(0.1);
            }
        }
    }

    @Test
    void theShiftIsTheMedianOfAllDifferences() {
        // -1, 2, 3, 5, 6, 6, 9, 9, 12 and 3, 13, 17, 27
        Comparison odd = TwoVersions.compare(List.of(1L, 4L, 8L), List.of(7L, 10L, 13L), 0.5)
                .orElseThrow();
        assertThat(odd.shift()).isEqualTo(6);
        Comparison even =
                TwoVersions.compare(List.of(0L, 10L), List.of(13L, 27L), 0.5).orElseThrow();
        assertThat(even.shift()).isEqualTo(15);
    }

    @Test
    void theOrderOfTheVersionsTurnsTheShiftAndNothingElse() {
        for (int seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Long> before = random.longs(20, 0, 15).boxed().toList();
            List<Long> after = random.longs(26, 0, 15).boxed().toList();
            Comparison there = TwoVersions.compare(before, after, 0.9).orElseThrow();
            Comparison back = TwoVersions.compare(after, before, 0.9).orElseThrow();
            assertThat(back.pValue()).as("seed %d", seed).isEqualTo(there.pValue(), within(1e-12));
            assertThat(back.shift()).as("seed %d", seed).isEqualTo(-there.shift(), within(0.0));
            assertThat(back.low()).as("seed %d", seed).isEqualTo(-there.high(), within(0.0));
        }
    }

    @Test
    void aVersionThatNeverRecoversIsInfinitelyWorse() {
        List<Long> before = List.of(1L, 2L, 3L, 4L, 5L);
        List<Long> never = List.of(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        Comparison worse = TwoVersions.compare(before, never, 0.95).orElseThrow();
        assertThat(worse.shift()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(worse.low()).isEqualTo(Double.POSITIVE_INFINITY);
        Comparison better = TwoVersions.compare(never, before, 0.95).orElseThrow();
        assertThat(better.shift()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(TwoVersions.compare(never, never, 0.95).orElseThrow().shift())
                .isZero();
    }

    @Test
    void equalVersionsHaveNoShiftAndNothingSpeaksAgainstThem() {
        List<Long> same = LongStream.range(0, 12).boxed().toList();
        Comparison found = TwoVersions.compare(same, same, 0.95).orElseThrow();
        assertThat(found.pValue()).isEqualTo(1, within(1e-9));
        assertThat(found.shift()).isZero();
        assertThat(found.low()).isEqualTo(-found.high());
    }

    @Test
    void aHundredAgainstAHundredIsTheMost() {
        List<Long> many = LongStream.range(0, 101).boxed().toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoVersions.compare(many, List.of(1L), 0.95))
                .withMessageContaining("'before' holds 101");
        assertThatIllegalArgumentException().isThrownBy(() -> TwoVersions.compare(List.of(1L), List.of(), 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> TwoVersions.leastTrials(1));
        assertThat(TwoVersions.compare(many.subList(0, 100), many.subList(1, 101), 0.95))
                .isPresent();
    }

    private static List<Long> moved(List<Long> values, double shift) {
        return values.stream().map(value -> value - (long) shift).toList();
    }

    private static List<Long> values(SplittableRandom random, int count) {
        return random.longs(count, 0, 6).boxed().toList();
    }

    /** The share of all ways to pick the earlier version's values whose wins are at least as far from even. */
    private static double byDealing(List<Long> before, List<Long> after) {
        List<Long> all = new ArrayList<>(before);
        all.addAll(after);
        double even = before.size() * after.size() / 2.0;
        double seen = Math.abs(wins(before, after) - even);
        int asFar = 0;
        int deals = 0;
        for (int deal = 0; deal < 1 << all.size(); deal++) {
            if (Integer.bitCount(deal) == before.size()) {
                List<Long> picked = new ArrayList<>();
                List<Long> left = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                    ((deal >> i & 1) == 1 ? picked : left).add(all.get(i));
                }
                deals++;
                asFar += Math.abs(wins(picked, left) - even) >= seen - 1e-9 ? 1 : 0;
            }
        }
        return (double) asFar / deals;
    }

    private static double wins(List<Long> some, List<Long> others) {
        double wins = 0;
        for (long one : some) {
            for (long other : others) {
                wins += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return wins;
    }
}
