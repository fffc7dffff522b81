package dev.aftershock.engine;

import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Setting;
import java.time.Duration;

/**
 * The steady-state hypothesis: what normal looks like, before the fault and after recovery.
 *
 * @param within the latency, counted from the scheduled time, up to which an answer is good
 * @param badAtMost the share of attempts that may be bad
 * @param lasting how long it must hold; written {@code for} in a file
 */
public record SteadyStateSpec(
        @Setting("Latency up to which an answer is good, counted from the scheduled time.")
        Duration within,

        @Setting(value = "Share of attempts that may be bad.", byDefault = "1%")
        Percent badAtMost,

        @Setting("How long it must hold, before the fault and after recovery.")
        Duration lasting) {}
