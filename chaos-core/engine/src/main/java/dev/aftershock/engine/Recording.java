package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.Survivor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run recorded, and all that the judge sees.
 *
 * @param header what was run
 * @param events what happened, in order
 * @param samples each probe's samples, ordered by due time
 * @param pauses when the observer's process was held up
 * @param ledgers what each ledger probe wrote and found
 */
public record Recording(
        RunHeader header,
        List<TimelineEvent> events,
        Map<String, List<Sample>> samples,
        List<Moment> pauses,
        Map<String, LedgerRecord> ledgers) {

    /** Copies the collections. */
    public Recording {
        events = List.copyOf(events);
        samples = Map.copyOf(samples);
        pauses = List.copyOf(pauses);
        ledgers = Map.copyOf(ledgers);
    }

    /** The events of a type, in order. */
    public List<TimelineEvent> events(TimelineEvent.Type type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    /**
     * What a ledger probe wrote, and what survived.
     *
     * @param entries every attempted write
     * @param survivors the settled read; empty when there was none
     */
    public record LedgerRecord(List<LedgerEntry> entries, Optional<List<Survivor>> survivors) {
        /** Copies the list. */
        public LedgerRecord {
            entries = List.copyOf(entries);
        }
    }
}
