package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Retries;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.measurement.Tail;
import java.util.Optional;

/**
 * What one probe's record says.
 *
 * @param probe its header
 * @param baseline what normal looked like
 * @param recovery recovery since the fault's onset; empty when nothing was injected
 * @param recoveryTime what is held against the RTO: R3 from where the objectives' clock begins; empty when nothing was
 *     injected or the clock never began
 * @param capacity R4: from the fault to full capacity; empty when nothing was injected or the baseline answered nothing
 * @param tail R9: how the slowest key, shard or client recovered; empty when they are not told apart
 * @param retries what the probe's own retries hide; empty when nothing was injected or no call was tried again
 * @param healOutage recovery since healing began (R8); empty when nothing was healed
 * @param ledger the comparison of acknowledged writes with the settled read
 * @param byHeal whether stable recovery came only after healing began
 */
public record ProbeAssessment(
        RunHeader.ProbeHeader probe,
        SteadyState baseline,
        Optional<Recovery> recovery,
        Optional<Bracket> recoveryTime,
        Optional<Bracket> capacity,
        Optional<Tail> tail,
        Optional<Retries> retries,
        Optional<Recovery> healOutage,
        Optional<LedgerFindings> ledger,
        boolean byHeal) {}
