package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A fixed number of numbered lanes, each with a kept session or in need of one. Thread-safe, mostly without locks. */
final class Lanes {

    private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long OPENING_ALL_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int count;
    private final String sql;
    private final Dialer dialer;
    private final Gate gate;
    private final MonotonicClock clock;
    private final long patience;
    private final Queue<Ready> ready = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> idle = new ConcurrentLinkedQueue<>();

    Lanes(Size size, String sql, Dialer dialer, Tools tools) {
        this.sql = sql;
        this.dialer = dialer;
        this.clock = tools.clock();
        this.patience = size.deadline().toNanos();
        this.gate = new Gate(size.reconnecting(), patience);
        this.count = size.lanes();
        IntStream.range(0, count).forEach(idle::add);
    }

    /**
     * Opens every lane's session, one after the other, before the first attempt.
     *
     * @throws SQLException when one cannot be opened, saying which and what to do
     */
    void open() throws SQLException, InterruptedException {
        long end = clock.nanos() + OPENING_ALL_NANOS;
        for (int opened = 0; opened < count; opened++) {
            try {
                Session session = dialer.open(sql, Math.min(end, clock.nanos() + OPENING_NANOS));
                ready.add(new Ready(idle.remove(), session));
            } catch (SQLException e) {
                throw new SQLException(
                        "cannot open connection " + (opened + 1) + " of " + count + " to " + dialer.shown() + ": "
                                + SqlErrors.oneLine(e) + "; start the database, correct the target's URL, user or"
                                + " password, or allow the server more connections",
                        e.getSQLState(),
                        e);
            }
        }
    }

    /** Does a job on a free lane, which gets a session first if it has none. */
    Answer attempt(Attempt attempt, Job job) throws InterruptedException {
        Optional<Ready> kept = Optional.ofNullable(ready.poll());
        if (kept.isPresent()) {
            refill();
            return use(kept.get(), attempt, job);
        }
        Optional<Integer> lane = Optional.ofNullable(idle.poll());
        return lane.isPresent()
                ? connectAndUse(lane.get(), attempt, job)
                : Answer.notSent("all " + count + " connections are busy");
    }

    private Answer connectAndUse(int lane, Attempt attempt, Job job) throws InterruptedException {
        if (!gate.enter(true, clock.nanos())) {
            idle.add(lane);
            return Answer.notSent("other connections are being opened");
        }
        CompletableFuture<Session> dialled = dialer.dial(sql, attempt.deadline());
        dialled.whenComplete((session, error) -> gate.leave(!dialled.isCompletedExceptionally()));
        try {
            long left = attempt.deadline() - clock.nanos();
            Session session = dialled.get(Math.max(0, left) + SLACK_NANOS, TimeUnit.NANOSECONDS);
            return use(new Ready(lane, session), attempt, job);
        } catch (ExecutionException e) {
            idle.add(lane);
            return SqlErrors.answerTo(Dialer.causeOf(e), false);
        } catch (TimeoutException e) {
            abandon(lane, dialled);
            return Answer.timedOut("no connection by the deadline");
        } catch (InterruptedException e) {
            abandon(lane, dialled);
            throw e;
        }
    }

    private void abandon(int lane, CompletableFuture<Session> dialled) {
        idle.add(lane);
        dialled.thenAccept(Session::drop);
    }

    private Answer use(Ready lane, Attempt attempt, Job job) {
        try {
            return job.on(lane.number(), lane.session(), attempt);
        } catch (RuntimeException e) {
            lane.session().drop();
            throw e;
        } finally {
            if (lane.session().usable()) {
                ready.add(lane);
            } else {
                lane.session().drop();
                idle.add(lane.number());
            }
        }
    }

    /** Gives one more lane its session back while no attempt needs to wait for it. */
    private void refill() {
        Optional<Integer> lane = Optional.ofNullable(idle.poll());
        if (lane.isEmpty()) {
            return;
        }
        long now = clock.nanos();
        if (!gate.enter(false, now)) {
            idle.add(lane.get());
            return;
        }
        CompletableFuture<Session> dialled = dialer.dial(sql, now + patience);
        dialled.whenComplete((session, error) -> {
            gate.leave(!dialled.isCompletedExceptionally());
            if (dialled.isCompletedExceptionally()) {
                idle.add(lane.get());
            } else {
                ready.add(new Ready(lane.get(), session));
            }
        });
    }

    /** How many lanes there are, how many may be opened at once, and how long that may take. */
    record Size(int lanes, int reconnecting, Duration deadline) {}

    /** What an attempt does on its lane; it drops the session when that may be broken. */
    @FunctionalInterface
    interface Job {
        Answer on(int lane, Session session, Attempt attempt);
    }

    private record Ready(int number, Session session) {}
}
