package dev.aftershock.lab;

import java.time.Duration;

/**
 * How a watchdog behaves.
 *
 * @param every the pause between two checks, 1 ms or more
 * @param failoverAfter for how long the checks, two at least, must fail before it acts; also the limit of one check, so a
 *     link slower than this counts as failed, and silence is told from a slow answer after twice as long
 */
public record WatchdogOptions(Duration every, Duration failoverAfter) {

    /** Checks the durations. */
    public WatchdogOptions {
        if (every.compareTo(Duration.ofMillis(1)) < 0 || failoverAfter.compareTo(every) < 0) {
            throw new IllegalArgumentException("every=" + every + ", failover-after=" + failoverAfter
                    + "; expected at least 1 ms between checks, and no shorter time to fail over");
        }
    }
}
