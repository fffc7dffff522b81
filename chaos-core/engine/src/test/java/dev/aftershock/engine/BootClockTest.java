package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BootClockTest {

    @Test
    void itGoesOnSinceTheMachineStartedWhateverTheWallClockSays() {
        assumeTrue(Files.exists(Path.of("/proc/uptime")), "this system does not tell when it started");
        long early = BootClock.nanos(() -> Instant.EPOCH);
        long late = BootClock.nanos(() -> Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(early).isPositive();
        assertThat(late - early).isBetween(0L, 60_000_000_000L);
    }
}
