package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT60.000000001S"})
    void aDurationOutOfRangeIsRefusedByName(Duration given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(given, SECOND))
                .withMessage("'every' must lie between 1ms and 1m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(Duration.ofMillis(1), given))
                .withMessage("'deadline' must lie between 1ms and 1m");
    }

    @Test
    void aDeadlineBeforeTheNextAttemptIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(Duration.ofSeconds(5), SECOND))
                .withMessageContaining("'deadline' is 1s, shorter than 'every' (5s)")
                .withMessageEndingWith("give a 'deadline' of at least 5s");
        assertThatCode(() -> new Pace(SECOND, SECOND)).doesNotThrowAnyException();
    }
}
