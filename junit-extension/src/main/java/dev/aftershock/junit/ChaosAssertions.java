package dev.aftershock.junit;

import dev.aftershock.engine.RunResult;
import dev.aftershock.measurement.LedgerFindings;

/** Where assertions on what was measured begin, to be imported statically beside AssertJ's. Stateless. */
public final class ChaosAssertions {

    private ChaosAssertions() {}

    /** On the result of an experiment. */
    public static RunAssert assertThat(RunResult run) {
        return new RunAssert(run);
    }

    /** On what a {@link RecoveryTimeline} sees. */
    public static ObservedAssert assertThat(Observed observed) {
        return new ObservedAssert(observed);
    }

    /** On what a {@link Ledger} found. */
    public static LedgerAssert assertThat(LedgerFindings findings) {
        return new LedgerAssert(findings);
    }
}
