package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aftershock.parts.Percent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadyStateSpecTest {

    @Test
    void aSystemWithoutAnyTrafficIsRefused() {
        assertThat(with(1).traffic()).contains(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(0))
                .withMessage("'traffic' is 0; expected at least 1 request a second");
    }

    private static SteadyStateSpec with(int traffic) {
        return new SteadyStateSpec(Duration.ofMillis(50), new Percent(5), Duration.ofMillis(300), Optional.of(traffic));
    }
}
