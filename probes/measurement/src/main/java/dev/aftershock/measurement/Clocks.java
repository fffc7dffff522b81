package dev.aftershock.measurement;

import java.util.Optional;

/**
 * R3 by each of the clocks that a report may use; the verdict takes {@code fault} unless told otherwise.
 *
 * @param fault F: since the fault took effect
 * @param declared T: since the runbook declared the incident; zero when recovered by then, empty when it never did
 * @param impact A: since the first user-visible failure; zero when nothing failed
 */
public record Clocks(Bracket fault, Optional<Bracket> declared, Bracket impact) {

    /**
     * Reads the clocks.
     *
     * @param recovery as analysed since the fault
     * @param fault the same fault
     * @param declared when the incident was declared; empty when it was not
     */
    public static Clocks of(Recovery recovery, Moment fault, Optional<Moment> declared) {
        return new Clocks(
                recovery.stable(),
                declared.map(moment -> since(moment, recovery, fault)),
                recovery.firstFailure()
                        .map(moment -> since(moment, recovery, fault))
                        .orElse(Bracket.zero()));
    }

    private static Bracket since(Moment start, Recovery recovery, Moment fault) {
        if (recovery.recovered().isEmpty()) {
            return Bracket.zero();
        }
        Moment recovered = recovery.recovered().get();
        if (recovered.latest() == Bracket.NEVER) {
            return Bracket.atLeast(Math.max(0, recovered.earliest() - start.latest()));
        }
        long point = fault.middle() + recovery.stable().point();
        return new Edge(recovered.earliest(), point, recovered.latest(), 0).since(Edge.of(start));
    }
}
