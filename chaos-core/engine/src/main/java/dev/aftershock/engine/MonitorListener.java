package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Sample;
import java.time.Instant;
import java.util.List;

/** Hears what a {@link Monitor} sees; calls come from one thread and must return quickly. */
public interface MonitorListener {

    /** Sampling began: from now on everything that is told counts. */
    default void started(List<String> probes) {}

    /**
     * An outage is over, or the monitor ended while it went on.
     *
     * @param probe who saw it
     * @param outage with its length bracketed
     * @param began the wall clock at the earliest instant at which it can have begun
     */
    default void outage(String probe, Outage outage, Instant began) {}

    /** Samples that were finished since the last call, a few times a second; of no probe when it was idle. */
    default void samples(String probe, List<Sample> finished) {}

    /** What a ledger probe's writes came to, at the end. */
    default void ledger(String probe, LedgerFindings findings) {}

    /** Something went wrong that does not end the monitor. */
    default void trouble(String subject, String reason) {}
}
