package dev.aftershock.reports.allure;

import dev.aftershock.engine.RunHeader;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Puts moments of the run's clock on the wall clock, for display only.
 *
 * @param origin the wall clock at the run's zero, in milliseconds since 1970
 */
record Clock(long origin) {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** A start that cannot be read counts from 1970, which shows that it could not. */
    static Clock of(RunHeader header) {
        try {
            return new Clock(Instant.parse(header.startedAt()).toEpochMilli());
        } catch (DateTimeParseException e) {
            return new Clock(0);
        }
    }

    long millis(long nanos) {
        return origin + Math.floorDiv(nanos, NANOS_PER_MILLI);
    }
}
