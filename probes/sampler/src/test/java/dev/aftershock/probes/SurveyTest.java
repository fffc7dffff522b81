package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aftershock.measurement.Bracket;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private static final long D = 10_000_000;

    @Test
    void aSpacingIsAttainableWhenEverythingHeld() {
        assertThat(row(10, 20, 20, D, D / 2).shortcoming()).isEmpty();
    }

    @Test
    void aSpacingIsNotAttainableWhenAnythingDidNotAndTheRowSaysWhat() {
        assertThat(row(10, 19, 19, D, D / 2).shortcoming()).contains("no time for all 20");
        assertThat(row(10, 20, 19, D, D / 2).shortcoming()).contains("truth outside a bracket");
        assertThat(row(10, 20, 20, D + 1, D / 2).shortcoming()).contains("errors above the spacing");
        assertThat(row(10, 20, 20, Bracket.NEVER, D / 2).shortcoming()).contains("errors above the spacing");
        assertThat(row(10, 20, 20, D, D / 2 + 1).shortcoming()).contains("sent too late");
    }

    @Test
    void luckAtAFineSpacingDoesNotCount() {
        Survey.Row good = row(10, 20, 20, D, 0);
        Survey.Row bad = row(20, 20, 19, D, 0);
        Survey.Row wide = row(50, 20, 20, D, 0);
        assertThat(new Survey(List.of(good, bad, wide)).attainable()).contains(Duration.ofMillis(50));
        assertThat(new Survey(List.of(good, wide)).attainable()).contains(Duration.ofMillis(10));
        assertThat(new Survey(List.of(good, bad)).attainable()).isEmpty();
        assertThat(new Survey(List.of()).attainable()).isEmpty();
    }

    @Test
    void aPlanOutsideItsRangesIsRefusedByName() {
        refused("above the one before", 3, 15, 5, 2);
        refused("at least one", 3, 15);
        refused("1 ms to 1 s", 3, 15, 0, 5);
        refused("1 ms to 1 s", 3, 15, 5, 2_000);
        refused("3 to 1000", 2, 15, 5);
        refused("more than 0", 3, 0, 5);
        assertThat(SurveyPlan.usual(1).spacings()).hasSize(7);
    }

    @Test
    void theQuantileIsTheNearestRank() {
        List<Long> ten = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(Surveyor.quantile(ten, 0.5)).isEqualTo(5);
        assertThat(Surveyor.quantile(ten, 0.95)).isEqualTo(10);
        assertThat(Surveyor.quantile(ten, 0)).isEqualTo(1);
        assertThat(Surveyor.quantile(List.of(), 0.5)).isEqualTo(Bracket.NEVER);
    }

    private static Survey.Row row(long millis, int outages, int inside, long p95, long lateness) {
        return new Survey.Row(Duration.ofMillis(millis), 20, outages, inside, p95 / 2, p95, p95, 0, lateness, lateness);
    }

    private static void refused(String why, int outages, long seconds, long... millis) {
        List<Duration> spacings =
                LongStream.of(millis).mapToObj(Duration::ofMillis).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SurveyPlan(spacings, outages, Duration.ofSeconds(seconds), 1))
                .withMessageContaining(why);
    }
}
