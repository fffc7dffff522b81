package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangePointsTest {

    @Test
    void everyNewLevelIsFoundWhereItBegins() {
        List<Double> series = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (double level : new double[] {0, 2, 1}) {
            for (int i = 0; i < 15; i++) {
                series.add(level + random.nextDouble(-0.3, 0.3));
            }
        }
        assertThat(ChangePoints.of(series, 0.05, 1)).containsExactly(15, 30);
    }

    @Test
    void aSeriesWithoutAChangeHasNone() {
        assertThat(ChangePoints.of(new SplittableRandom(2).doubles(40).boxed().toList(), 0.01, 1))
                .isEmpty();
        assertThat(ChangePoints.of(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0), 0.05, 1))
                .isEmpty();
        assertThat(ChangePoints.of(List.of(1.0, 9.0), 0.05, 1)).isEmpty();
    }

    @Test
    void aChangeOfSpreadAloneIsAChangeToo() {
        List<Double> series = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 80; i++) {
            series.add(random.nextDouble(-1, 1) * (i < 40 ? 0.05 : 5));
        }
        assertThat(ChangePoints.of(series, 0.05, 1)).singleElement().satisfies(at -> assertThat(at)
                .isBetween(37, 43));
    }

    @Test
    void neverIsAboveEverything() {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            series.add(i < 10 ? i % 3 * 0.1 : Double.POSITIVE_INFINITY);
        }
        assertThat(ChangePoints.of(series, 0.05, 1)).containsExactly(10);
    }

    @Test
    void theSameSeedFindsTheSame() {
        List<Double> series = new SplittableRandom(9).doubles(30).boxed().toList();
        assertThat(ChangePoints.of(series, 0.3, 5)).isEqualTo(ChangePoints.of(series, 0.3, 5));
    }

    @Test
    void whatIsNoSeriesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChangePoints.of(List.of(), 0.05, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ChangePoints.of(List.of(1.0), 0, 1));
    }

    @Test
    void nothingIsBelowMinusInfinity() {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            series.add(i < 10 ? i % 3 * 0.1 : i < 20 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        assertThat(ChangePoints.of(series, 0.05, 1)).containsExactly(10, 20);
    }

    @Test
    void aPlainChangeIsFoundAtEverySignificanceThatIsTaken() {
        List<Double> series = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            series.add((i < 20 ? 0 : 100) + i % 2 * 0.1);
        }
        for (double significance : new double[] {0.1, 0.05, 0.004, 0.001, 0.0001}) {
            assertThat(ChangePoints.of(series, significance, 1))
                    .as("significance %s", significance)
                    .containsExactly(20);
        }
    }

    @Test
    void howRareAChangeIsAmongAllOrdersDecides() {
        // Four values allow one split. Of their 24 orders 8 keep the low pair apart from the high pair: no evidence at
        // 0.3.
        List<Double> four = List.of(0.0, 1.0, 10.0, 11.0);
        assertThat(ChangePoints.of(four, 0.2, 1)).isEmpty();
        assertThat(ChangePoints.of(four, 0.45, 1)).containsExactly(2);
    }

    @Test
    void theReasonForARefusalIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangePoints.of(List.of(1.0, Double.NaN), 0.05, 1))
                .withMessageContaining("NaN at 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangePoints.of(Collections.nCopies(501, 1.0), 0.05, 1))
                .withMessageContaining("501 values; expected at most 500");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangePoints.of(List.of(1.0), 0.00001, 1))
                .withMessageContaining("'significance' is 1.0E-5");
    }
}
