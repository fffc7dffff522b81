package dev.aftershock.engine;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Time since the machine started, which goes on while it is suspended, unlike the monotonic clock. */
final class BootClock {

    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final int NANO_DIGITS = 9;

    private BootClock() {}

    /**
     * In nanoseconds from an origin that does not change, to about 10 ms. Where the system does not tell it is the wall
     * clock, which cannot be told from a suspended machine when somebody sets it far ahead.
     */
    static long nanos(InstantSource wall) {
        try {
            String seconds = Files.readString(UPTIME).split(" ", 2)[0];
            return new BigDecimal(seconds).movePointRight(NANO_DIGITS).longValueExact();
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            Instant now = wall.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }
    }
}
