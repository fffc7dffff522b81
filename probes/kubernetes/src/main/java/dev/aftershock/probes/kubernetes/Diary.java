package dev.aftershock.probes.kubernetes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.SystemEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes down when there came to be too little of something, and when there was enough again. Thread-safe. */
final class Diary {

    private static final int MOST = 1000;

    private final MonotonicClock clock;
    private final List<SystemEvent> events = new ArrayList<>();
    private boolean begun;
    private boolean enough;
    private Set<String> last = Set.of();

    Diary(MonotonicClock clock) {
        this.clock = clock;
    }

    MonotonicClock clock() {
        return clock;
    }

    /**
     * Takes what is known now.
     *
     * @param answer whether it is enough; {@link Outcome#NOT_SENT} when nobody knows
     * @param ready the names of what is ready, or may be when nobody knows
     * @param sight whether it was watched since the last time; else nobody knows when it changed
     */
    synchronized void take(Question<?> question, Answer answer, Set<String> ready, boolean sight) {
        boolean now = answer.outcome() == Outcome.OK;
        boolean known = answer.outcome() != Outcome.NOT_SENT;
        if (begun && known && now != enough) {
            SystemEvent.Kind kind =
                    now ? question.signals().back() : question.signals().lost();
            String detail = now ? "at least " + question.atLeast() + " ready" : answer.detail();
            write(question, kind, detail, sight);
        }
        question.signals().others().filter(kind -> !ready.isEmpty()).ifPresent(kind -> {
            if (!last.isEmpty() && !ready.equals(last)) {
                write(question, kind, names(ready) + " instead of " + names(last), sight);
            }
            last = Set.copyOf(ready);
        });
        begun |= known;
        enough = known ? now : enough;
    }

    /** Takes a line for people. */
    synchronized void tell(String subject, String detail) {
        if (events.size() < MOST) {
            events.add(new SystemEvent(clock.nanos(), SystemEvent.Kind.OTHER, subject, detail));
        }
    }

    private void write(Question<?> question, SystemEvent.Kind kind, String detail, boolean sight) {
        if (events.size() < MOST) {
            events.add(
                    sight
                            ? new SystemEvent(clock.nanos(), kind, question.words(), detail)
                            : new SystemEvent(
                                    clock.nanos(),
                                    SystemEvent.Kind.OTHER,
                                    question.words(),
                                    detail + ", since some time in a gap of the watch"));
        }
    }

    private static String names(Set<String> ready) {
        return String.join(", ", new TreeSet<>(ready));
    }

    synchronized List<SystemEvent> events() {
        return List.copyOf(events);
    }
}
