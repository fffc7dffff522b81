package dev.aftershock.engine;

import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.CapacityAnalysis;
import dev.aftershock.measurement.Clocks;
import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Retries;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.measurement.TailAnalysis;
import dev.aftershock.probes.SystemEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Turns a recording into a verdict: a pure function, the same on every machine and at every time. */
public final class Judge {

    private Judge() {}

    /** Judges a recording; missing evidence never improves the verdict. */
    public static Assessment judge(Recording recording) {
        Optional<Moment> fault = Onset.of(recording.events());
        Optional<Moment> heal = Onset.ofHeal(recording.events());
        List<ProbeAssessment> probes = recording.header().probes().stream()
                .map(probe -> assess(recording, probe, fault, heal))
                .toList();
        List<Finding> findings = new ArrayList<>(RunChecks.of(recording, fault));
        if (fault.isPresent()) {
            probes.forEach(probe -> findings.addAll(ObjectiveChecks.of(recording, probe)));
        }
        findings.sort(Comparator.comparing(Finding::verdict).reversed().thenComparing(Finding::topic));
        Verdict verdict = findings.stream().map(Finding::verdict).reduce(Verdict.PASS, Verdict::worse);
        return new Assessment(
                verdict,
                VerdictLine.of(verdict, recording.header(), findings, probes),
                findings,
                probes,
                fault,
                heal,
                since(recording, fault, SystemEvent.Kind.DETECTED, false),
                since(recording, fault, SystemEvent.Kind.REDUNDANT, true),
                calibrationError(recording),
                maxGap(recording),
                recording.header().traffic().stream()
                        .mapToObj(traffic -> ProbeLoad.of(recording, traffic))
                        .findFirst());
    }

    private static ProbeAssessment assess(
            Recording recording, RunHeader.ProbeHeader probe, Optional<Moment> fault, Optional<Moment> heal) {
        List<Sample> samples = recording.samples().getOrDefault(probe.name(), List.of());
        SteadyState baseline = SteadyState.of(baseline(recording, probe, samples, fault), probe.series());
        OptionalLong healthy =
                baseline.samples() == 0 ? OptionalLong.empty() : OptionalLong.of(baseline.healthyLatency());
        Observations seen = new Observations(samples, recording.pauses());
        Function<Moment, Recovery> since = moment -> RecoveryAnalysis.since(moment, seen, probe.series(), healthy);
        Optional<Recovery> recovery = fault.map(since);
        boolean several = samples.stream().anyMatch(sample -> sample.group() > 0);
        return new ProbeAssessment(
                probe,
                baseline,
                recovery,
                recovery.flatMap(sinceFault -> recoveryTime(recording, sinceFault, fault.orElseThrow())),
                fault.filter(onset -> baseline.answered() > 0)
                        .map(onset -> CapacityAnalysis.since(onset, seen, probe.series(), baseline)),
                fault.filter(onset -> several).map(onset -> TailAnalysis.of(onset, seen, probe.series(), healthy)),
                fault.flatMap(onset -> Retries.since(onset, seen, probe.series(), healthy)),
                heal.map(since),
                ledger(recording, probe, fault),
                byHeal(recovery, heal));
    }

    /** R3 from where the objectives' clock begins; empty when it never began. */
    private static Optional<Bracket> recoveryTime(Recording recording, Recovery sinceFault, Moment fault) {
        Optional<Moment> declared = recording.events(TimelineEvent.Type.DECLARED).stream()
                .findFirst()
                .map(event -> new Moment(event.at(), event.at()));
        Clocks clocks = Clocks.of(sinceFault, fault, declared);
        return switch (recording.header().objectives().clock()) {
            case FAULT -> Optional.of(clocks.fault());
            case DECLARED -> clocks.declared();
            case FIRST_FAILURE -> Optional.of(clocks.impact());
        };
    }

    /** The samples of the last hold before the fault; of the whole series when there was no fault. */
    private static List<Sample> baseline(
            Recording recording, RunHeader.ProbeHeader probe, List<Sample> samples, Optional<Moment> fault) {
        long end = fault.map(Moment::earliest).orElse(Long.MAX_VALUE);
        long steadyAt = recording.events(TimelineEvent.Type.STEADY).stream()
                .filter(event -> event.subject().equals(probe.name()))
                .mapToLong(TimelineEvent::at)
                .findFirst()
                .orElse(end);
        return before(end, steadyAt, probe.series(), samples);
    }

    /**
     * The samples of the last hold before the system was found to be steady that ended before the end; all before the end when it
     * never was.
     */
    static List<Sample> before(long end, long steadyAt, SeriesSpec series, List<Sample> samples) {
        // The steady check looks back a twentieth further than the hold, so that a window is never a slot too short.
        long from = steadyAt == Long.MAX_VALUE ? 0 : steadyAt - series.hold() - series.hold() / 20 - series.deadline();
        return samples.stream()
                .filter(sample -> sample.due() >= from && sample.due() < end && sample.done() <= end)
                .toList();
    }

    private static Optional<LedgerFindings> ledger(
            Recording recording, RunHeader.ProbeHeader probe, Optional<Moment> fault) {
        Recording.LedgerRecord ledger = recording.ledgers().get(probe.name());
        if (ledger == null || fault.isEmpty()) {
            return Optional.empty();
        }
        return ledger.survivors()
                .map(survivors -> LedgerAnalysis.compare(ledger.entries(), survivors, ledger.reads(), fault.get()));
    }

    /** Whether the heal may have caused the recovery: it was not over for sure before healing began. */
    private static boolean byHeal(Optional<Recovery> recovery, Optional<Moment> heal) {
        return recovery.isPresent()
                && heal.isPresent()
                && recovery.get().troubled()
                && recovery.get().stable().ended()
                && !recovery.get().recoveredBefore(heal.get());
    }

    private static Optional<Bracket> since(
            Recording recording, Optional<Moment> fault, SystemEvent.Kind kind, boolean last) {
        Comparator<TimelineEvent> order = Comparator.comparingLong(TimelineEvent::at);
        return fault.flatMap(onset -> recording.events(TimelineEvent.Type.SYSTEM).stream()
                .filter(event -> event.fact("kind").equals(kind.name()) && event.at() >= onset.earliest())
                .min(last ? order.reversed() : order)
                .map(event -> new Bracket(
                        Math.max(0, event.at() - onset.latest()),
                        Math.max(0, event.at() - onset.middle()),
                        event.at() - onset.earliest())));
    }

    private static OptionalLong calibrationError(Recording recording) {
        return recording.events(TimelineEvent.Type.CALIBRATED).stream()
                .mapToLong(event -> Long.parseLong(event.fact("error-ns")))
                .max();
    }

    private static long maxGap(Recording recording) {
        return Long.parseLong(recording.header().machine().getOrDefault("observer-max-gap-ns", "0"));
    }

    static Finding pass(Topic topic, String message) {
        return new Finding(Verdict.PASS, topic, message, "");
    }
}
