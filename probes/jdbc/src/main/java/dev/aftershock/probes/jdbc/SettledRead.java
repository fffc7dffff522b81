package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Survivors;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads what survived until two reads in a row agree. */
final class SettledRead {

    private static final long APART_MILLIS = 200;
    private static final long CONNECTING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LedgerTable table;
    private final Dialer dialer;
    private final MonotonicClock clock;
    private final CountDownLatch closed;

    SettledRead(LedgerTable table, Dialer dialer, MonotonicClock clock, CountDownLatch closed) {
        this.table = table;
        this.dialer = dialer;
        this.clock = clock;
        this.closed = closed;
    }

    /**
     * Reads over a new connection each time that one fails.
     *
     * @throws SQLException when no two reads in a row agreed in time; its cause is the last error
     */
    Survivors within(Duration bound) throws SQLException, InterruptedException {
        long end = clock.nanos() + bound.toNanos();
        String last = "no read ended";
        Optional<SQLException> cause = Optional.empty();
        do {
            try {
                Optional<Survivors> settled = overOneConnection(end);
                if (settled.isPresent()) {
                    return settled.get();
                }
                last = "reads " + APART_MILLIS + " ms apart still differ";
            } catch (SQLException e) {
                last = SqlErrors.oneLine(e);
                cause = Optional.of(e);
            }
            pause();
        } while (clock.nanos() < end);
        SQLTimeoutException failure = new SQLTimeoutException("cannot read the surviving writes of " + table.name()
                + " from " + dialer.shown() + " within " + bound + ": " + last);
        cause.ifPresent(failure::initCause);
        throw failure;
    }

    private Optional<Survivors> overOneConnection(long end) throws SQLException, InterruptedException {
        Session session = dialer.open(table.select(), Math.min(end, clock.nanos() + CONNECTING_NANOS));
        try {
            Survivors before = session.ask(end, table::read);
            while (clock.nanos() < end) {
                pause();
                Survivors after = session.ask(end, table::read);
                if (after.equals(before)) {
                    return Optional.of(after);
                }
                before = after;
            }
            return Optional.empty();
        } finally {
            session.drop();
        }
    }

    private void pause() throws SQLException, InterruptedException {
        if (closed.await(APART_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new SQLException("the probe is closed; read the surviving writes before closing it");
        }
    }
}
