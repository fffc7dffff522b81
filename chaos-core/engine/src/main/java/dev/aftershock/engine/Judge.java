package dev.aftershock.engine;

import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerAnalysis;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SteadyState;
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
                maxGap(recording));
    }

    private static ProbeAssessment assess(
            Recording recording, RunHeader.ProbeHeader probe, Optional<Moment> fault, Optional<Moment> heal) {
        List<Sample> samples = recording.samples().getOrDefault(probe.name(), List.of());
        SteadyState baseline = SteadyState.of(baseline(recording, probe, samples, fault), probe.series());
        OptionalLong healthy =
                baseline.samples() == 0 ? OptionalLong.empty() : OptionalLong.of(baseline.healthyLatency());
        Function<Moment, Recovery> since = moment -> RecoveryAnalysis.since(moment, samples, probe.series(), healthy);
        Optional<Recovery> recovery = fault.map(since);
        Optional<Recovery> healOutage = heal.map(since);
        return new ProbeAssessment(
                probe,
                baseline,
                recovery,
                recovery.flatMap(sinceFault -> recoveryTime(recording, sinceFault, since)),
                healOutage,
                ledger(recording, probe, fault),
                byHeal(recovery, fault, heal));
    }

    /** R3 from where the objectives' clock begins; empty when it never began. */
    private static Optional<Bracket> recoveryTime(
            Recording recording, Recovery sinceFault, Function<Moment, Recovery> since) {
        return switch (recording.header().objectives().clock()) {
            case FAULT -> Optional.of(sinceFault.stable());
            case DECLARED ->
                recording.events(TimelineEvent.Type.DECLARED).stream()
                        .findFirst()
                        .map(event ->
                                since.apply(new Moment(event.at(), event.at())).stable());
            case FIRST_FAILURE ->
                Optional.of(sinceFault.outages().stream()
                        .findFirst()
                        .map(outage -> since.apply(outage.start()).stable())
                        .orElse(Bracket.zero()));
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
        // The steady check looks back a twentieth further than the hold, so that a window is never a slot too short.
        long from = steadyAt == Long.MAX_VALUE
                ? 0
                : steadyAt
                        - probe.series().hold()
                        - probe.series().hold() / 20
                        - probe.series().deadline();
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
        return ledger.survivors().map(survivors -> LedgerAnalysis.compare(ledger.entries(), survivors, fault.get()));
    }

    /** Whether the heal may have caused the recovery: the bracket of the one reaches the beginning of the other. */
    private static boolean byHeal(Optional<Recovery> recovery, Optional<Moment> fault, Optional<Moment> heal) {
        return recovery.isPresent()
                && heal.isPresent()
                && recovery.get().troubled()
                && recovery.get().stable().ended()
                && fault.orElseThrow().earliest() + recovery.get().stable().high()
                        >= heal.get().earliest();
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
