package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EndToEndTest {

    private static EndToEnd against(long mtd) {
        return EndToEnd.of(millis(285, 290, 296), 100 * MS, mtd * MS);
    }

    @Test
    void workRecoveryComesOnTopOfStableRecovery() {
        assertThat(against(500).total()).isEqualTo(millis(385, 390, 396));
        assertThat(against(500).mtd()).isEqualTo(500 * MS);
    }

    @Test
    void onlyBoundsDecideAndBetweenThemItIsOpen() {
        assertThat(against(396).kept()).isTrue();
        assertThat(against(395).kept()).isFalse();
        assertThat(against(395).missed()).isFalse();
        assertThat(against(385).missed()).isFalse();
        assertThat(against(384).missed()).isTrue();
        assertThat(against(384).kept()).isFalse();
    }

    @Test
    void neverRecoveredIsNeverKept() {
        EndToEnd never = EndToEnd.of(Bracket.atLeast(5 * MS), 10 * MS, 14 * MS);
        assertThat(never.total()).isEqualTo(Bracket.atLeast(15 * MS));
        assertThat(never.kept()).isFalse();
        assertThat(never.missed()).isTrue();
    }

    @Test
    void negativeDurationsAreRefused() {
        assertThatThrownBy(() -> EndToEnd.of(Bracket.zero(), -1, 1))
                .hasMessageContaining("work recovery time is -1 ns");
        assertThatThrownBy(() -> EndToEnd.of(Bracket.zero(), 1, -1)).hasMessageContaining("downtime is -1 ns");
        assertThat(EndToEnd.of(Bracket.zero(), 0, 0).kept()).isTrue();
    }
}
