package dev.aftershock.junit;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Quantities;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Assertions on what a run measured; each that fails tells the bracket or the first lost writes, the verdict and the record. A
 * bracket that straddles a limit fails: it proves nothing.
 *
 * <pre>{@code
 * assertThat(run).recoveredWithin("5s").lostNoAcknowledgedWrites();
 * }</pre>
 */
public final class RunAssert {

    private static final int IDS_SHOWN = 5;

    private final RunResult run;

    private RunAssert(RunResult run) {
        this.run = run;
    }

    /** Begins to assert. */
    public static RunAssert assertThat(RunResult run) {
        return new RunAssert(run);
    }

    /** The judge found this. */
    public RunAssert hasVerdict(Verdict expected) {
        if (run.assessment().verdict() != expected) {
            throw failed("expected the verdict " + expected);
        }
        return this;
    }

    /** As every probe saw it, the system was stable again (R3) so soon after the fault, for certain. */
    public RunAssert recoveredWithin(String duration) {
        return each("recovery (R3)", duration, probe -> probe.recovery().map(found -> found.stable()));
    }

    /** As every probe saw it, the system was down (R6) for no longer in sum, for certain. */
    public RunAssert wasDownAtMost(String duration) {
        return each("unavailability (R6)", duration, probe -> probe.recovery().map(found -> found.unavailable()));
    }

    private RunAssert each(String what, String duration, Function<ProbeAssessment, Optional<Bracket>> measured) {
        long limit = Quantities.duration(duration)
                .map(Duration::toNanos)
                .orElseThrow(() ->
                        InvalidInputException.of("'" + duration + "' is no duration", Quantities.DURATION_EXAMPLES));
        for (ProbeAssessment probe : run.assessment().probes()) {
            String name = "probe '" + probe.probe().name() + "'";
            Bracket bracket = measured.apply(probe)
                    .orElseThrow(() ->
                            failed("expected " + what + " within " + duration + ", but no fault acted for " + name));
            if (!bracket.ended() || bracket.high() > limit) {
                boolean late = bracket.low() > limit;
                throw failed("expected " + what + " within " + duration + ", but " + name + " measured "
                        + Nanos.bracket(bracket) + (late ? "" : ", which does not prove it"));
            }
        }
        return this;
    }

    /** Every write that was acknowledged is still there. */
    public RunAssert lostNoAcknowledgedWrites() {
        return lostAtMost(0);
    }

    /** Of the writes that were acknowledged no more are gone than that, as every probe with a ledger counts. */
    public RunAssert lostAtMost(int writes) {
        boolean counted = false;
        for (ProbeAssessment probe : run.assessment().probes()) {
            Optional<LedgerFindings> ledger = probe.ledger();
            counted |= ledger.isPresent();
            if (ledger.isPresent() && ledger.get().lost().size() > writes) {
                String first = ledger.get().lost().stream()
                        .limit(IDS_SHOWN)
                        .map(LedgerEntry::id)
                        .collect(Collectors.joining(", "));
                throw failed("expected at most " + writes + " acknowledged writes lost, but probe '"
                        + probe.probe().name() + "' misses "
                        + ledger.get().lost().size() + " of "
                        + ledger.get().acknowledged() + ", the first " + first);
            }
        }
        if (!counted) {
            throw failed("expected at most " + writes
                    + " acknowledged writes lost, but no probe counted writes, or the survivors could not be read");
        }
        return this;
    }

    private AssertionError failed(String what) {
        return new AssertionError(what + "\n  " + run.assessment().line() + "\n  record: " + run.directory());
    }
}
