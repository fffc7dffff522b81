package dev.aftershock.engine;

import dev.aftershock.measurement.Sample;
import java.util.Optional;
import java.util.OptionalLong;

/** Watches a run live; calls come from one thread at a time and must return quickly. */
public interface RunListener {

    /** Something happened. */
    default void event(TimelineEvent event) {}

    /** How each probe stands; about ten times a second. */
    default void progress(Progress progress) {}

    /**
     * How one probe stands.
     *
     * @param phase the run's phase
     * @param at now, in nanoseconds of the run's clock
     * @param probe the probe's name
     * @param last its last finished sample
     * @param downSince when its current blackout began; empty while it is up
     */
    record Progress(String phase, long at, String probe, Optional<Sample> last, OptionalLong downSince) {}
}
