package dev.aftershock.engine;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Time since the machine started, which goes on while it is suspended, unlike the monotonic clock. */
final class BootClock {

    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final int NANO_DIGITS = 9;

    private BootClock() {}

    /** In nanoseconds, to about 10 ms; empty where the system does not tell. */
    static OptionalLong nanos() {
        try {
            String seconds = Files.readString(UPTIME).split(" ", 2)[0];
            return OptionalLong.of(
                    new BigDecimal(seconds).movePointRight(NANO_DIGITS).longValueExact());
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
