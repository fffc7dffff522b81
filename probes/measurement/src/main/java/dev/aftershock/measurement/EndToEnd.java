package dev.aftershock.measurement;

/**
 * R10: from the fault to work going on as before, against the maximum tolerable downtime (MTD).
 *
 * <p>NIST SP 800-34 Rev. 1, "Contingency Planning Guide for Federal Information Systems", 2010, section 3.2.1: the time to
 * recover a system and the time to recover the work on it must fit into the MTD together.
 *
 * @param total R3 plus the work recovery time
 * @param mtd in nanoseconds
 */
public record EndToEnd(Bracket total, long mtd) {

    /** Checks the objective. */
    public EndToEnd {
        Ranges.duration("maximum tolerable downtime", mtd);
    }

    /**
     * Adds up.
     *
     * @param stable R3, see {@link Recovery#stable}
     * @param workRecovery the declared time to catch up with the work, in nanoseconds, at least 0
     * @param mtd in nanoseconds, at least 0
     * @throws IllegalArgumentException when a duration is negative
     */
    public static EndToEnd of(Bracket stable, long workRecovery, long mtd) {
        Ranges.duration("work recovery time", workRecovery);
        return new EndToEnd(stable.plus(workRecovery), mtd);
    }

    /** Whether the MTD was kept for sure: the upper end lies within it. */
    public boolean kept() {
        return total.high() <= mtd;
    }

    /** Whether the MTD was missed for sure: the lower end lies beyond it; neither kept nor missed is inconclusive. */
    public boolean missed() {
        return total.low() > mtd;
    }
}
