package dev.aftershock.reports.files;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Sample;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What every report asks of a result, put in order once. */
final class RunView {

    private static final Instant BEYOND = Instant.parse("9000-01-01T00:00:00Z");

    private final RunResult result;
    private final List<TimelineEvent> events;
    private final List<FaultSpan> faults;

    RunView(RunResult result) {
        this.result = result;
        this.events = result.recording().events().stream()
                .sorted(Comparator.comparingLong(TimelineEvent::at))
                .toList();
        this.faults = FaultSpan.of(events);
    }

    RunHeader header() {
        return result.recording().header();
    }

    Assessment assessment() {
        return result.assessment();
    }

    /** By time; the systems' own lines are recorded late. */
    List<TimelineEvent> events() {
        return events;
    }

    List<TimelineEvent> events(TimelineEvent.Type type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    List<FaultSpan> faults() {
        return faults;
    }

    List<ProbeAssessment> probes() {
        return assessment().probes();
    }

    List<Sample> samples(String probe) {
        return result.recording().samples().getOrDefault(probe, List.of());
    }

    /** When the observer's process was held up. */
    List<Moment> pauses() {
        return result.recording().pauses();
    }

    /** The zero of every relative time: the fault's onset, or else the record's first moment. */
    long origin() {
        return assessment().fault().map(Moment::middle).orElse(start());
    }

    /** How a relative time is to be read. */
    String originName() {
        return assessment().fault().isPresent() ? "since the fault" : "since the start";
    }

    /** The wall clock at the run clock's zero; empty when the record does not say, or nonsense. */
    Optional<Instant> startedAt() {
        try {
            return Optional.of(Instant.parse(header().startedAt()))
                    .filter(at -> !at.isBefore(Instant.EPOCH) && at.isBefore(BEYOND));
        } catch (DateTimeParseException noMoment) {
            return Optional.empty();
        }
    }

    long start() {
        return events.isEmpty() ? 0 : events.get(0).at();
    }

    long end() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).at();
    }

    /** The probe that took longest to recover; empty when nothing was injected. */
    Optional<ProbeAssessment> slowest() {
        return bySlowness().stream().findFirst();
    }

    /** The probes that watched a fault, the slowest to recover first. */
    List<ProbeAssessment> bySlowness() {
        Comparator<ProbeAssessment> byStable = Comparator.comparingLong(
                probe -> probe.recoveryTime().map(Bracket::high).orElse(Bracket.NEVER));
        Comparator<ProbeAssessment> byDown = Comparator.comparingLong(
                probe -> probe.recovery().orElseThrow().unavailable().low());
        return probes().stream()
                .filter(probe -> probe.recovery().filter(r -> r.observed() > 0).isPresent())
                .sorted(byStable.thenComparing(byDown).reversed())
                .toList();
    }

    Optional<Recovery> slowestRecovery() {
        return slowest().flatMap(ProbeAssessment::recovery);
    }

    /** Nanoseconds between the bracket's upper end and the RTO: what is to spare, or below zero what is missing. */
    OptionalLong margin() {
        OptionalLong rto = header().rtoNanos();
        Optional<Bracket> time = recoveryTime().filter(Bracket::ended);
        return rto.isPresent() && time.isPresent()
                ? OptionalLong.of(rto.getAsLong() - time.get().high())
                : OptionalLong.empty();
    }

    /** What is held against the RTO: that of the slowest probe. */
    Optional<Bracket> recoveryTime() {
        return slowest().flatMap(ProbeAssessment::recoveryTime);
    }

    /** Where its clock begins, in words. */
    String clockName() {
        return switch (header().objectives().clock()) {
            case FAULT -> "counted from the fault";
            case DECLARED -> "counted from the declaration";
            case FIRST_FAILURE -> "counted from the first failure";
        };
    }

    /** The probes whose ledger was compared with a settled read. */
    List<ProbeAssessment> ledgers() {
        return probes().stream().filter(probe -> probe.ledger().isPresent()).toList();
    }

    long acknowledged() {
        return ledgers().stream()
                .mapToLong(probe ->
                        probe.ledger().map(LedgerFindings::acknowledged).orElse(0))
                .sum();
    }

    long lost() {
        return ledgers().stream()
                .mapToLong(probe -> probe.ledger().map(l -> l.lost().size()).orElse(0))
                .sum();
    }
}
