package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection with one statement, whose answers are awaited up to a deadline. Used by one thread at a time;
 * {@link #drop()} by any.
 */
final class Session {

    /** How long after the deadline a cancelled statement may still end by itself. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long IDLE = 0;
    private static final long GIVEN_UP = -1;
    private static final long DROPPED = -2;

    private final Line line;
    private final Dialect dialect;
    private final MonotonicClock clock;
    private final Hands hands;
    private final Set<Session> all;
    /** The number of the call under way, or one of the above. */
    private final AtomicLong state = new AtomicLong(IDLE);

    private long calls;
    private boolean silenceLimited = true;

    Session(Line line, Dialect dialect, Tools tools, Set<Session> all) {
        this.line = line;
        this.dialect = dialect;
        this.clock = tools.clock();
        this.hands = tools.hands();
        this.all = all;
        all.add(this);
    }

    /** Who answers, as the system names it; empty when unknown. */
    String node() {
        return line.node();
    }

    /**
     * Uses the statement; returns within about 20 ms after the deadline.
     *
     * @param deadline in nanoseconds of the run's clock
     */
    <T> T ask(long deadline, Call<T> call) throws SQLException {
        long number = ++calls;
        if (!state.compareAndSet(IDLE, number)) {
            throw new SQLException("the connection was given up", "08003");
        }
        long left = deadline - clock.nanos();
        Future<?> watch = hands.after(left, () -> giveUp(number));
        try {
            limitSilence(left + GRACE_NANOS);
            return call.on(line.statement());
        } finally {
            watch.cancel(false);
            state.compareAndSet(number, IDLE);
        }
    }

    private void limitSilence(long nanos) throws SQLException {
        if (silenceLimited) {
            try {
                int millis = (int) TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos)) + 1;
                line.connection().setNetworkTimeout(hands.aborting(), millis);
            } catch (SQLFeatureNotSupportedException e) {
                // The abort has to do.
                silenceLimited = false;
            }
        }
    }

    private void giveUp(long number) {
        if (state.compareAndSet(number, GIVEN_UP)) {
            hands.cancel(this::cancel);
            hands.after(2 * GRACE_NANOS, this::drop);
        }
    }

    private void cancel() {
        try {
            dialect.cancel(line.connection());
        } catch (SQLException e) {
            // Only a courtesy to the server; the connection is dropped either way.
            return;
        }
    }

    /** Whether the deadline of the last call passed, so that whatever came of it may be due to the cancelling. */
    boolean gaveUp() {
        return state.get() == GIVEN_UP || state.get() == DROPPED;
    }

    /** Whether another call makes sense. */
    boolean usable() {
        return state.get() == IDLE;
    }

    /** Ends the connection at once, whatever it is doing; harmless when repeated. */
    void drop() {
        if (state.getAndSet(DROPPED) == DROPPED) {
            return;
        }
        all.remove(this);
        try {
            line.connection().abort(hands.aborting());
        } catch (SQLException e) {
            // It is as dropped as it can be.
            return;
        }
    }

    /** Something done with the statement. */
    @FunctionalInterface
    interface Call<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /** What a session is made of. */
    record Line(Connection connection, PreparedStatement statement, String node) {}
}
