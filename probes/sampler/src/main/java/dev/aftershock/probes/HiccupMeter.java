package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Wants to wake every millisecond and notes when it could not: then this process saw nothing. Thread-safe. */
final class HiccupMeter implements AutoCloseable {

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(1);

    /** More pauses than this are joined with the one before: the machine is hopeless then, and the verdict says so. */
    private static final int MOST_PAUSES = 100_000;

    private final MonotonicClock clock;
    private final List<Moment> pauses = new ArrayList<>();
    private final Thread thread = new Thread(this::measure, "aftershock-hiccups");
    private volatile boolean open = true;

    HiccupMeter(MonotonicClock clock) {
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /** The pauses that ended after an instant, in order: from when it last ran to when it ran again. */
    synchronized List<Moment> pausesSince(long instant) {
        int first = pauses.size();
        while (first > 0 && pauses.get(first - 1).latest() > instant) {
            first--;
        }
        return List.copyOf(pauses.subList(first, pauses.size()));
    }

    private void measure() {
        long last = clock.nanos();
        while (open) {
            LockSupport.parkNanos(this, EVERY);
            long now = clock.nanos();
            if (now - last > 2 * EVERY) {
                note(new Moment(last, now));
            }
            last = now;
        }
    }

    private synchronized void note(Moment pause) {
        int size = pauses.size();
        if (size < MOST_PAUSES) {
            pauses.add(pause);
        } else {
            pauses.set(size - 1, pauses.get(size - 1).widenedTo(pause));
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
