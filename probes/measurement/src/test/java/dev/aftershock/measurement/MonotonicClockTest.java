package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MonotonicClockTest {

    @Test
    void clockNeverStepsBackAndResolvesMicroseconds() {
        MonotonicClock clock = MonotonicClock.startingNow();
        long last = clock.nanos();
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < 100_000; i++) {
            long now = clock.nanos();
            assertThat(now >= last).isTrue();
            smallest = now > last ? Math.min(smallest, now - last) : smallest;
            last = now;
        }
        assertThat(smallest).isLessThan(1_000);
    }
}
