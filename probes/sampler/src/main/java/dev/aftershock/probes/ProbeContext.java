package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Targets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a probe is given when it is made.
 *
 * @param name the probe's name in the experiment
 * @param pace spacing and deadline
 * @param targets the live targets of the run
 * @param clock the run's clock
 * @param seed for anything random
 * @param directory a folder outside the faulted domain where the probe may keep records
 * @param loop waits for the sockets of asynchronous probes
 * @param others the probes that were made before this one, by name
 * @param mask hides the secrets of the run; everything a probe writes down itself goes through it
 */
public record ProbeContext(
        String name,
        Pace pace,
        Targets targets,
        MonotonicClock clock,
        long seed,
        Path directory,
        EventLoop loop,
        Map<String, Probe> others,
        Mask mask) {

    /** A probe of a run without secrets. */
    public ProbeContext(
            String name,
            Pace pace,
            Targets targets,
            MonotonicClock clock,
            long seed,
            Path directory,
            EventLoop loop,
            Map<String, Probe> others) {
        this(name, pace, targets, clock, seed, directory, loop, others, Mask.ofShapes());
    }

    /** Copies the map. */
    public ProbeContext {
        others = Map.copyOf(others);
    }
}
