package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CalibrationIT {

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void theErrorFoundIsOfTheOrderOfTheSpacing() {
        for (int millis : new int[] {1, 5, 20}) {
            Pace pace = new Pace(Duration.ofMillis(millis), Duration.ofSeconds(1));
            long from = clock.nanos();
            Calibration.Result result = Calibration.run(pace, clock, 1);
            Duration took = Duration.ofNanos(clock.nanos() - from);
            System.out.printf(
                    "calibration at %d ms: errors %s ms, observer max gap %.2f ms, took %d ms%n",
                    millis,
                    result.errors().stream().map(error -> error / 1e6).toList(),
                    result.maxGapNanos() / 1e6,
                    took.toMillis());
            assertThat(result.errors()).hasSize(3).allMatch(error -> error <= result.errorNanos());
            assertThat(Duration.ofNanos(result.errorNanos()))
                    .isLessThan(pace.every().plusMillis(20));
            assertThat(took).isLessThan(Duration.ofMillis(2_500));
        }
    }

    @Test
    void aWideSpacingIsCappedSoThatItStaysShort() {
        Pace slow = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(30));
        long from = clock.nanos();
        assertThat(Calibration.run(slow, clock, 1).errorNanos())
                .isLessThan(Duration.ofMillis(60).toNanos());
        assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(Duration.ofMillis(2_500));
    }

    @Test
    void anInterruptEndsItAtOnce() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Calibration.run(new Pace(Duration.ofMillis(5), Duration.ofSeconds(1)), clock, 1))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
