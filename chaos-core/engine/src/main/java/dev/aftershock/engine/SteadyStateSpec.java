package dev.aftershock.engine;

import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Setting;
import java.time.Duration;
import java.util.Optional;

/**
 * The steady-state hypothesis: what normal looks like, before the fault and after recovery.
 *
 * @param within the latency, counted from the scheduled time, up to which an answer is good
 * @param badAtMost the share of attempts that may be bad
 * @param lasting how long it must hold; written {@code for} in a file
 * @param traffic how many requests the system serves in a second without the probes, at least 1; probes that add more than
 *     1 % to it are told of
 */
public record SteadyStateSpec(
        @Setting("Latency up to which an answer is good, counted from the scheduled time.")
        Duration within,

        @Setting(value = "Share of attempts that may be bad.", byDefault = "1%")
        Percent badAtMost,

        @Setting("How long it must hold, before the fault and after recovery.")
        Duration lasting,

        @Setting("Requests the system serves in a second without the probes; probes that add over 1 % are told of.")
        Optional<Integer> traffic) {

    /** Checks the range. */
    public SteadyStateSpec {
        if (traffic.filter(requests -> requests < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "'traffic' is " + traffic.get() + "; expected at least 1 request a second");
        }
    }

    /** Of a system whose usual traffic is not told. */
    public SteadyStateSpec(Duration within, Percent badAtMost, Duration lasting) {
        this(within, badAtMost, lasting, Optional.empty());
    }
}
