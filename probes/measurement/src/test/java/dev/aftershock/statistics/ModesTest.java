package dev.aftershock.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aftershock.statistics.Modes.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModesTest {

    private static final long MS = 1_000_000;

    @Test
    void aRetryTimerShowsAsASecondModeAndIsNamed() {
        List<Long> times =
                List.of(210 * MS, 5_200 * MS, 190 * MS, 5_150 * MS, 230 * MS, 200 * MS, 5_180 * MS, 205 * MS);
        List<Mode> modes = Modes.of(times);

        assertThat(modes)
                .containsExactly(
                        new Mode(190 * MS, 230 * MS, 5, 5.0 / 8), new Mode(5_150 * MS, 5_200 * MS, 3, 3.0 / 8));
        assertThat(Modes.explain(modes, Map.of("retry", 5_000 * MS, "lease", 300 * MS)))
                .singleElement()
                .asString()
                .contains("retry (5 s)", "apart");
    }

    @Test
    void aSingleOutlierIsNoMode() {
        assertThat(Modes.of(List.of(200L, 210L, 5_000L))).hasSize(1);
        assertThat(Modes.of(List.of(10L, 200L, 210L))).hasSize(1);
    }

    @Test
    void aGapOfExactlyThreeTimesIsNotWide() {
        assertThat(Modes.of(List.of(10L, 10L, 30L, 30L))).hasSize(1);
        assertThat(Modes.of(List.of(10L, 10L, 31L, 31L))).hasSize(2);
        assertThat(Modes.of(List.of(0L, 0L, 1L, 1L))).hasSize(2);
    }

    @Test
    void trialsThatNeverRecoveredAreAModeOfTheirOwnWithoutATimer() {
        List<Mode> modes = Modes.of(List.of(10L, 11L, Long.MAX_VALUE, Long.MAX_VALUE));
        assertThat(modes).hasSize(2);
        assertThat(Modes.explain(modes, Map.of("huge", Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void aTimerMatchesToAFifth() {
        List<Mode> modes = Modes.of(List.of(0L, 0L, 1_200L, 1_200L));
        assertThat(Modes.explain(modes, Map.of("near", 1_000L))).hasSize(1);
        assertThat(Modes.explain(modes, Map.of("far", 999L))).isEmpty();
    }

    @Test
    void negativeTimesAndNoTimesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Modes.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Modes.of(List.of(-1L)))
                .withMessageContaining("-1");
    }

    @Test
    void neitherNeverNorAVeryLongTimeFallsApart() {
        long never = Long.MAX_VALUE;
        assertThat(Modes.of(List.of(never, never, never, never))).containsExactly(new Mode(never, never, 4, 1));
        long centuries = never / 2;
        assertThat(Modes.of(List.of(centuries, centuries, centuries + 1, centuries + 1)))
                .hasSize(1);
        assertThat(Modes.of(List.of(10L, 11L, never, never, never, never)))
                .containsExactly(new Mode(10, 11, 2, 2.0 / 6), new Mode(never, never, 4, 4.0 / 6));
    }

    @Test
    void theTimerIsPrintedInSecondsToThreeDigits() {
        List<Mode> modes = Modes.of(List.of(0L, 0L, 40_123_456L, 40_123_456L));
        assertThat(Modes.explain(modes, Map.of("lease", 40 * MS)))
                .containsExactly("two modes lie 0.0401 s apart, about the timer lease (0.04 s)");
    }
}
