package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Hands a sampler's attempts over to its probe and takes the answers back. Thread-safe. */
abstract class Desk {

    /** Answers come soon after their deadline, not at it; this many may overstay without costing a slot. */
    static final int SLACK = 16;

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Hears how attempts ended; must return at once. */
    @FunctionalInterface
    interface Ends {
        void ended(long due, long at, Outcome outcome);
    }

    /**
     * What desks of both sorts are given.
     *
     * @param finest the closest spacing wanted, in nanoseconds
     */
    record Task(String name, Pace pace, long finest, MonotonicClock clock, SampleLog log, Ends ends) {

        /** As many attempts as can be under way when none is answered before its deadline. */
        int inFlight(long spacing) {
            long deadline = pace.deadline().toNanos();
            return (int) Math.min(Integer.MAX_VALUE / 2, (deadline + spacing - 1) / spacing + SLACK);
        }
    }

    final SampleLog log;
    final Ends ends;
    final MonotonicClock clock;
    final long every;
    final long deadline;
    final int groups;
    final int most;
    final Semaphore room;

    Desk(Task task, Probe probe, int most) {
        this.log = task.log();
        this.ends = task.ends();
        this.clock = task.clock();
        this.every = task.pace().every().toNanos();
        this.deadline = task.pace().deadline().toNanos();
        this.groups = Math.max(1, probe.groups());
        this.most = most;
        this.room = new Semaphore(most);
    }

    static Desk of(Task task, Probe probe) {
        if (probe instanceof AsyncProbe async) {
            return new AsyncDesk(task, async);
        }
        return new Crew(task, (BlockingProbe) probe);
    }

    /** The spacing in nanoseconds at which there is room for every slot even when nothing is answered in time. */
    final long closest() {
        return deadline / Math.max(1, most - SLACK);
    }

    /** How many attempts are under way. */
    final int open() {
        return most - room.availablePermits();
    }

    /** Makes the attempt of a slot at once, or records why it cannot be made; never waits. */
    final void send(long slot, long due) {
        int group = (int) (slot % groups);
        log.plan(slot, due, group);
        if (!room.tryAcquire()) {
            notSent(slot, most + " attempts are under way, the most allowed");
            return;
        }
        hand(new Attempt(slot, due, due + deadline, group));
    }

    /** Records a slot that this process itself missed. */
    final void miss(long slot, long due) {
        log.plan(slot, due, (int) (slot % groups));
        notSent(slot, "the observer was paused");
    }

    /** Makes the attempt; gives its room back when it has ended. */
    abstract void hand(Attempt attempt);

    /** Records how an attempt ended, unless that is already known; says whether this was the first word. */
    final boolean end(Attempt attempt, Answer answer) {
        long now = clock.nanos();
        boolean first = log.end(attempt.number(), now, answer);
        if (first) {
            ends.ended(attempt.due(), now, answer.outcome());
        }
        return first;
    }

    final void notSent(long slot, String why) {
        log.end(slot, 0, Answer.notSent(why));
    }

    /** Writes off what should have been answered long ago. */
    void expire(long now) {}

    /** Waits for open attempts up to their deadlines and a second, then writes off the rest. */
    void finish() {
        try {
            // All permits back means that no attempt is open.
            if (room.tryAcquire(most, deadline + GRACE_NANOS, TimeUnit.NANOSECONDS)) {
                room.release(most);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.writeOff(Long.MAX_VALUE, this::writeOff);
    }

    private void writeOff(long slot, long due, boolean sending) {
        long now = clock.nanos();
        if (sending && now >= due + deadline) {
            log.end(slot, now, Answer.timedOut("no answer by the end of the run"));
        } else {
            // Nobody waited long enough to say that the system was silent.
            notSent(slot, "the run ended before the deadline");
        }
    }

    /** An error's class and message in one line. */
    static String oneLine(Throwable error) {
        String message = error.getMessage() == null ? "" : ": " + error.getMessage();
        String line = (error.getClass().getSimpleName() + message).replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), 300));
    }
}
