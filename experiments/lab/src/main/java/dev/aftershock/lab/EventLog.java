package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.SystemEvent;
import java.util.ArrayList;
import java.util.List;

/** The watchdog's own log; keeps a bounded number of lines. Thread-safe. */
final class EventLog {

    private static final int MAX_EVENTS = 1000;

    private final MonotonicClock clock;
    private final List<SystemEvent> events = new ArrayList<>();

    EventLog(MonotonicClock clock) {
        this.clock = clock;
    }

    synchronized void note(SystemEvent.Kind kind, String member, String detail) {
        if (events.size() < MAX_EVENTS) {
            boolean last = events.size() == MAX_EVENTS - 1;
            events.add(
                    last
                            ? new SystemEvent(clock.nanos(), SystemEvent.Kind.OTHER, member, "the log is full")
                            : new SystemEvent(clock.nanos(), kind, member, detail));
        }
    }

    /** Notes something once, however often it repeats. */
    synchronized void noteOnce(String member, String detail) {
        boolean repeated = !events.isEmpty()
                && events.get(events.size() - 1).kind() == SystemEvent.Kind.OTHER
                && events.get(events.size() - 1).detail().equals(detail);
        if (!repeated) {
            note(SystemEvent.Kind.OTHER, member, detail);
        }
    }

    synchronized List<SystemEvent> events() {
        return List.copyOf(events);
    }
}
