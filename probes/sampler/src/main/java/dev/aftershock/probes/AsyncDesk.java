package dev.aftershock.probes;

import java.util.concurrent.TimeUnit;

/** Sends attempts on the thread that paces them; their answers arrive on others. Thread-safe. */
final class AsyncDesk extends Desk implements Reply {

    /** A probe answers soon after the deadline; one that is later than this has lost the attempt. */
    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AsyncProbe probe;

    AsyncDesk(Task task, AsyncProbe probe) {
        super(task, probe, Math.min(probe.concurrency(), task.inFlight(task.finest())));
        this.probe = probe;
    }

    @Override
    void hand(Attempt attempt) {
        log.sent(attempt.number(), clock.nanos());
        try {
            probe.attempt(attempt, this);
        } catch (Exception e) {
            answer(attempt, Answer.failed(oneLine(e)));
        } catch (Error e) {
            answer(attempt, Answer.notSent("the probe itself failed: " + oneLine(e)));
        }
    }

    @Override
    public void answer(Attempt attempt, Answer answer) {
        if (end(attempt, answer)) {
            room.release();
        }
    }

    @Override
    void expire(long now) {
        log.writeOff(
                now - deadline - OVERDUE_NANOS,
                (slot, due, sending) ->
                        answer(new Attempt(slot, due, due + deadline, 0), Answer.timedOut("no word of the probe")));
    }
}
