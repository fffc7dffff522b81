package dev.aftershock.engine;

import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a recording says of the run itself: was it steady, did the fault act, was it healed, could the instrument see. */
final class RunChecks {

    private static final int CALIBRATION_SHARE = 10;

    private final Recording recording;
    private final List<Finding> findings = new ArrayList<>();

    private RunChecks(Recording recording) {
        this.recording = recording;
    }

    static List<Finding> of(Recording recording, Optional<Moment> fault) {
        RunChecks checks = new RunChecks(recording);
        checks.steady();
        checks.effect(fault);
        checks.healed();
        checks.calibrated();
        checks.aborted();
        return checks.findings;
    }

    private void steady() {
        for (TimelineEvent event : recording.events(TimelineEvent.Type.NOT_STEADY)) {
            findings.add(new Finding(
                    Verdict.INVALID,
                    Topic.STEADY_STATE,
                    "no steady state before the fault: " + event.subject() + ": " + event.fact("reason"),
                    "nothing was injected; make the system healthy, or widen steady-state to what is normal for it"));
        }
    }

    private void effect(Optional<Moment> fault) {
        List<TimelineEvent> without = recording.events(TimelineEvent.Type.FAULT_NO_EFFECT);
        for (TimelineEvent event : without) {
            findings.add(new Finding(
                    Verdict.INVALID,
                    Topic.EFFECT,
                    "the fault " + event.subject() + " had no visible effect: " + event.fact("reason"),
                    "the run proves nothing about it; check that the target and the path to it are the ones in use"));
        }
        List<TimelineEvent> seen = recording.events(TimelineEvent.Type.FAULT_EFFECT);
        for (TimelineEvent event : recording.events(TimelineEvent.Type.FAULT_ISSUED)) {
            boolean told = seen.stream().anyMatch(other -> other.subject().equals(event.subject()))
                    || without.stream().anyMatch(other -> other.subject().equals(event.subject()));
            if (!told) {
                findings.add(new Finding(
                        Verdict.INVALID,
                        Topic.EFFECT,
                        "the record does not say whether the fault " + event.subject() + " acted",
                        "run it again; the record ends too early"));
            }
        }
        seen.forEach(
                event -> findings.add(Judge.pass(Topic.EFFECT, event.subject() + " acted: " + event.fact("evidence"))));
        boolean explained = !findings.isEmpty()
                || !recording.events(TimelineEvent.Type.ABORTED).isEmpty();
        if (fault.isEmpty() && !explained) {
            findings.add(new Finding(
                    Verdict.INVALID,
                    Topic.EFFECT,
                    "nothing was injected",
                    "the record ends before the first injection"));
        }
    }

    private void healed() {
        for (TimelineEvent event : recording.events(TimelineEvent.Type.HEAL_UNVERIFIED)) {
            findings.add(new Finding(
                    Verdict.LEAKED,
                    Topic.HEAL,
                    event.subject() + " could not be verified healed: " + event.fact("reason"),
                    "run 'aftershock recover', then look at the target yourself"));
        }
        List<TimelineEvent> verified = recording.events(TimelineEvent.Type.HEAL_VERIFIED);
        verified.forEach(
                event -> findings.add(Judge.pass(Topic.HEAL, event.subject() + " healed: " + event.fact("evidence"))));
        for (TimelineEvent event : recording.events(TimelineEvent.Type.FAULT_ISSUED)) {
            boolean told = findings.stream()
                    .anyMatch(finding ->
                            finding.topic() == Topic.HEAL && finding.message().startsWith(event.subject() + " "));
            if (!told) {
                findings.add(new Finding(
                        Verdict.LEAKED,
                        Topic.HEAL,
                        "the record does not say that " + event.subject() + " was healed",
                        "run 'aftershock recover'"));
            }
        }
    }

    private void calibrated() {
        for (TimelineEvent event : recording.events(TimelineEvent.Type.CALIBRATED)) {
            long error = Long.parseLong(event.fact("error-ns"));
            String text = "calibration error " + Nanos.seconds(error) + ", longest pause of the observer "
                    + Nanos.seconds(Long.parseLong(event.fact("max-gap-ns")));
            boolean tooFar = recording.header().rtoNanos().isPresent()
                    && error > recording.header().rtoNanos().getAsLong() / CALIBRATION_SHARE;
            findings.add(
                    tooFar
                            ? new Finding(
                                    Verdict.INVALID,
                                    Topic.INSTRUMENT,
                                    text + ": more than 10 % of the RTO",
                                    "this machine is too busy to measure; free it, or widen the objective")
                            : Judge.pass(Topic.INSTRUMENT, text));
        }
    }

    private void aborted() {
        for (TimelineEvent event : recording.events(TimelineEvent.Type.ABORTED)) {
            findings.add(new Finding(
                    Verdict.INCONCLUSIVE,
                    Topic.ABORT,
                    "the method was ended early: " + event.fact("reason"),
                    "what was injected has been healed; run it again to its end"));
        }
    }
}
