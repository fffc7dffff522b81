package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the judge made of a recording; a pure function of it.
 *
 * @param verdict the worst of the findings
 * @param line the verdict in one line, as shown to people
 * @param findings everything that was found, the worst first
 * @param probes what each probe's record says
 * @param fault the onset of the first fault that acted
 * @param heal when healing of the last fault began and was verified
 * @param detect R1: from the fault to the system's own detection; empty when it told of none
 * @param redundancy R5: from the fault to redundancy restored; empty when the system told of none
 * @param calibrationError the instrument's own error in nanoseconds
 * @param maxGap the longest pause of the observer in nanoseconds
 * @param load what the probes added to the system's usual traffic; empty when nobody said how much that is
 */
public record Assessment(
        Verdict verdict,
        String line,
        List<Finding> findings,
        List<ProbeAssessment> probes,
        Optional<Moment> fault,
        Optional<Moment> heal,
        Optional<Bracket> detect,
        Optional<Bracket> redundancy,
        OptionalLong calibrationError,
        long maxGap,
        Optional<ProbeLoad> load) {

    /** Copies the lists. */
    public Assessment {
        findings = List.copyOf(findings);
        probes = List.copyOf(probes);
    }
}
