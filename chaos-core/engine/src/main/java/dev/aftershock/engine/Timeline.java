package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The run's timeline: every event goes to disk before anybody else hears of it. Thread-safe. */
final class Timeline {

    private final MonotonicClock clock;
    private final RunStore store;
    private final RunListener listener;
    private final List<TimelineEvent> events = new CopyOnWriteArrayList<>();
    private volatile String phase = "";

    Timeline(MonotonicClock clock, RunStore store, RunListener listener) {
        this.clock = clock;
        this.store = store;
        this.listener = listener;
    }

    void phase(String name) {
        phase = name;
        record(TimelineEvent.Type.PHASE, name, Map.of());
    }

    String currentPhase() {
        return phase;
    }

    long record(TimelineEvent.Type type, String subject, Map<String, String> facts) {
        long now = clock.nanos();
        recordAt(now, type, subject, facts);
        return now;
    }

    synchronized void recordAt(long at, TimelineEvent.Type type, String subject, Map<String, String> facts) {
        TimelineEvent event = new TimelineEvent(at, type, OneLine.of(subject), facts);
        store.append(event);
        events.add(event);
        listener.event(event);
    }

    List<TimelineEvent> events() {
        return List.copyOf(events);
    }
}
