package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.List;

/**
 * A ledger of writes: what was attempted, and what the system still holds of it. A probe that writes implements it too,
 * and is held to {@code LedgerContract}, which this module publishes in its test archive.
 *
 * <p>Thread-safe. Large lists are best {@link dev.aftershock.measurement.Writes} and
 * {@link dev.aftershock.measurement.Survivors}, which make no object for a write.
 */
public interface Ledger {

    /** Every write attempted so far, as recorded outside the faulted domain. */
    List<LedgerEntry> entries();

    /**
     * Reads every surviving write from the authority of the day: the system itself is asked, until two reads in a row
     * agree.
     *
     * @param within the longest time that the read may take
     * @throws Exception when no authority answered in time
     */
    List<Survivor> survivors(Duration within) throws Exception;

    /**
     * Reads of single writes during the run, from which staleness is told. Those that found their write may be left out.
     */
    default List<ReadBack> reads() {
        return List.of();
    }
}
