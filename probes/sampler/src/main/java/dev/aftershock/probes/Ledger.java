package dev.aftershock.probes;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.List;

/** A ledger of writes: what was attempted, and what the system still holds of it. A probe that writes implements it too. */
public interface Ledger {

    /** Every write attempted so far, as recorded outside the faulted domain. */
    List<LedgerEntry> entries();

    /**
     * Reads every surviving write from the authority of the day.
     *
     * @param within the longest time that the read may take
     * @throws Exception when no authority answered in time
     */
    List<Survivor> survivors(Duration within) throws Exception;
}
