package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One trial of a campaign: what a whole run of the experiment came to.
 *
 * @param spec its place in the campaign
 * @param verdict the run's verdict
 * @param line the verdict in one line
 * @param recovery R3 of the probe that recovered last; empty when none was measured
 * @param lost acknowledged writes that are gone, over all ledgers; empty when no ledger was compared
 * @param brokenPromise whether it failed for another reason than time
 * @param cutShort whether somebody ended the campaign while it ran
 */
public record Trial(
        TrialSpec spec,
        Verdict verdict,
        String line,
        Optional<Bracket> recovery,
        OptionalLong lost,
        boolean brokenPromise,
        boolean cutShort) {

    /** What the record of a run says as a trial. */
    static Trial of(TrialSpec spec, Assessment assessment, boolean cutShort) {
        List<Long> losses = assessment.probes().stream()
                .flatMap(probe -> probe.ledger().stream())
                .map(ledger -> (long) ledger.lost().size())
                .toList();
        return new Trial(
                spec,
                assessment.verdict(),
                assessment.line(),
                assessment.probes().stream()
                        .flatMap(probe -> probe.recoveryTime().stream())
                        .max(Comparator.comparingLong(Bracket::high).thenComparing(Bracket::low)),
                losses.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                losses.stream().mapToLong(Long::longValue).sum()),
                assessment.findings().stream()
                        .anyMatch(finding -> finding.verdict() == Verdict.FAIL && finding.topic() != Finding.Topic.RTO),
                cutShort);
    }

    /** Whether it is evidence: it passed, failed, or ran to its end without a clear answer. */
    public boolean counts() {
        return verdict == Verdict.PASS || verdict == Verdict.FAIL || verdict == Verdict.INCONCLUSIVE && !cutShort;
    }

    /**
     * The time held against a quantile: the upper end of R3, {@link Bracket#NEVER} when that cannot be relied on.
     *
     * @param rto in nanoseconds
     */
    long upperEnd(long rto) {
        long high = recovery.map(Bracket::high).orElse(Bracket.NEVER);
        // Inconclusive although the bracket lies inside: something else was not seen, and that counts against.
        return verdict == Verdict.INCONCLUSIVE && high <= rto ? Bracket.NEVER : high;
    }

    /**
     * Where a trial stands in its campaign.
     *
     * @param number from 1
     * @param folder the name of its run's folder within the campaign's
     * @param seed the seed of everything random in it
     * @param phase how long its method waited after the steady state held
     */
    public record TrialSpec(int number, String folder, long seed, Duration phase) {}
}
