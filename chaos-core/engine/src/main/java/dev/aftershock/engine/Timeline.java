package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Mask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The run's timeline: every event goes to disk, without secrets, before anybody else hears of it. Thread-safe, and never throws: neither a full disk
 * nor a broken display may keep a fault from being healed. What cannot be written is told once, so that the run ends early, and
 * remembered, so that nobody judges what is left.
 */
final class Timeline {

    private static final System.Logger LOG = System.getLogger(Timeline.class.getName());

    private final MonotonicClock clock;
    private final RunStore store;
    private final RunListener listener;
    private final Consumer<String> unwritten;
    private final List<TimelineEvent> events = new CopyOnWriteArrayList<>();
    private volatile Optional<UncheckedIOException> failure = Optional.empty();
    private volatile String phase = "";

    /** With whom to tell, once, that an event could not be written. */
    Timeline(MonotonicClock clock, RunStore store, RunListener listener, Consumer<String> unwritten) {
        this.clock = clock;
        this.store = store;
        this.listener = listener;
        this.unwritten = unwritten;
    }

    /** What hides the run's secrets, here and wherever else texts of its systems go. */
    Mask mask() {
        return store.mask();
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
        TimelineEvent event = new TimelineEvent(at, type, OneLine.of(subject), facts).masked(mask());
        append(event);
        events.add(event);
        try {
            listener.event(event);
        } catch (RuntimeException e) {
            // A display that failed once may work again.
            LOG.log(System.Logger.Level.DEBUG, "a listener failed", e);
        }
    }

    /** A record with a gap is none: after the first failure no more is written. */
    private void append(TimelineEvent event) {
        if (failure.isPresent()) {
            return;
        }
        try {
            store.append(event);
        } catch (UncheckedIOException e) {
            failure = Optional.of(e);
            unwritten.accept(OneLine.of(e));
        }
    }

    /**
     * Refuses to go on as if every event had been written.
     *
     * @throws IOException when one could not
     */
    void refuseGaps() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(
                    OneLine.of(failure.get()) + "; everything was healed as far as it could be", failure.get());
        }
    }

    List<TimelineEvent> events() {
        return List.copyOf(events);
    }
}
