package dev.aftershock.junit;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Sample;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Assertions on what a run measured; each that fails tells the bracket or the first lost writes, the verdict and the record. A
 * bracket that straddles a limit fails: it proves nothing.
 *
 * <pre>{@code
 * assertThat(run).recoveredWithin("5s").lostNoAcknowledgedWrites();
 * }</pre>
 */
public final class RunAssert {

    private final RunResult run;

    RunAssert(RunResult run) {
        this.run = run;
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
        for (ProbeAssessment probe : run.assessment().probes()) {
            String name = "probe '" + probe.probe().name() + "'";
            Bracket bracket = measured.apply(probe)
                    .orElseThrow(() ->
                            failed("expected " + what + " within " + duration + ", but no fault acted for " + name));
            Limit.broken(what, duration, name, bracket).ifPresent(why -> {
                throw failed(why + Limit.below(evidence(probe.probe())));
            });
        }
        return this;
    }

    /** The first bad answers since the fault. */
    private List<String> evidence(RunHeader.ProbeHeader probe) {
        Moment fault = run.assessment().fault().orElseThrow();
        List<Sample> bad = run.recording().samples().getOrDefault(probe.name(), List.of()).stream()
                .filter(sample -> sample.sent() >= fault.earliest()
                        && Evidence.isBad(sample, probe.series().within()))
                .limit(Evidence.LINES)
                .toList();
        return Evidence.lines(bad, fault, "the fault");
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
                throw failed(
                        LedgerAssert.tooMany(writes, "probe '" + probe.probe().name() + "'", ledger.get()));
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
