package dev.aftershock.probes.kubernetes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.SystemEvent;
import java.util.ArrayList;
import java.util.List;

/** Writes down when there came to be too little of something, and when there was enough again. Thread-safe. */
final class Diary {

    private static final int MOST = 1000;

    private final MonotonicClock clock;
    private final List<SystemEvent> events = new ArrayList<>();
    private boolean begun;
    private boolean enough;

    Diary(MonotonicClock clock) {
        this.clock = clock;
    }

    MonotonicClock clock() {
        return clock;
    }

    /**
     * Takes what is known now.
     *
     * @param sight whether it was watched since the last time; else nobody knows when it changed
     */
    synchronized void take(Question<?> question, Answer answer, boolean sight) {
        boolean now = answer.outcome() == Outcome.OK;
        if (begun && now != enough && events.size() < MOST) {
            SystemEvent.Kind kind =
                    now ? question.signals().back() : question.signals().lost();
            String detail = now ? "at least " + question.atLeast() + " ready" : answer.detail();
            events.add(
                    sight
                            ? new SystemEvent(clock.nanos(), kind, question.words(), detail)
                            : new SystemEvent(
                                    clock.nanos(),
                                    SystemEvent.Kind.OTHER,
                                    question.words(),
                                    detail + ", since some time in a gap of the watch"));
        }
        begun = true;
        enough = now;
    }

    synchronized List<SystemEvent> events() {
        return List.copyOf(events);
    }
}
