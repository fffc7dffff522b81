package dev.aftershock.reports.allure;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.TimelineEvent;
import java.util.Comparator;
import java.util.List;

/**
 * A run as the results tell it.
 *
 * @param events in the order of time
 */
record RunFacts(RunHeader header, Assessment assessment, List<TimelineEvent> events, Identity identity, Clock clock) {

    static RunFacts of(RunResult result) {
        RunHeader header = result.recording().header();
        List<TimelineEvent> events = result.recording().events().stream()
                .sorted(Comparator.comparingLong(TimelineEvent::at))
                .toList();
        return new RunFacts(header, result.assessment(), events, Identity.of(header), Clock.of(header));
    }

    /** When the first event happened, in milliseconds since 1970. */
    long start() {
        return clock.millis(events.isEmpty() ? 0 : events.get(0).at());
    }

    /** When the last event happened, in milliseconds since 1970. */
    long stop() {
        return clock.millis(events.isEmpty() ? 0 : events.get(events.size() - 1).at());
    }
}
