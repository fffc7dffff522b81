package dev.aftershock.engine;

import dev.aftershock.measurement.Moment;
import java.util.List;
import java.util.Optional;

/** Finds in a timeline when the first fault began to act. */
final class Onset {

    private Onset() {}

    /**
     * From the first call issued to that fault's effect confirmed; empty when none was issued. A fault whose effect was
     * never seen counts from its call alone.
     */
    static Optional<Moment> of(List<TimelineEvent> events) {
        Optional<TimelineEvent> issued = first(events, TimelineEvent.Type.FAULT_ISSUED, "");
        return issued.map(call -> {
            long effect = first(events, TimelineEvent.Type.FAULT_EFFECT, call.subject())
                    .map(TimelineEvent::at)
                    .orElse(call.at());
            return new Moment(call.at(), Math.max(call.at(), effect));
        });
    }

    /** From the first healing call issued to its return; empty when nothing was healed. */
    static Optional<Moment> ofHeal(List<TimelineEvent> events) {
        Optional<TimelineEvent> issued = first(events, TimelineEvent.Type.HEAL_ISSUED, "");
        return issued.map(call -> {
            long returned = first(events, TimelineEvent.Type.HEAL_RETURNED, call.subject())
                    .map(TimelineEvent::at)
                    .orElse(call.at());
            return new Moment(call.at(), Math.max(call.at(), returned));
        });
    }

    private static Optional<TimelineEvent> first(List<TimelineEvent> events, TimelineEvent.Type type, String subject) {
        return events.stream()
                .filter(event -> event.type() == type)
                .filter(event -> subject.isEmpty() || event.subject().equals(subject))
                .min(java.util.Comparator.comparingLong(TimelineEvent::at));
    }
}
