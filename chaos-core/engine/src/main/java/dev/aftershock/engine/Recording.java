package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.ReadBack;
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
     * @param reads reads of single writes on the way
     */
    public record LedgerRecord(List<LedgerEntry> entries, Optional<List<Survivor>> survivors, List<ReadBack> reads) {
        /** Copies the reads; the writes may be millions and are never changed. */
        public LedgerRecord {
            reads = List.copyOf(reads);
        }

        /** Without reads on the way. */
        public LedgerRecord(List<LedgerEntry> entries, Optional<List<Survivor>> survivors) {
            this(entries, survivors, List.of());
        }
    }
}
