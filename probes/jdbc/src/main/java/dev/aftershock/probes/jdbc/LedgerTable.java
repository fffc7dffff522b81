package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Survivors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The table of one run's writes: its statements and how its rows read.
 *
 * @param name a checked identifier
 * @param run what tells this run's rows from others'
 * @param seed of the payloads
 */
record LedgerTable(String name, String run, long seed) {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,62}";
    private static final int ROWS_PER_FETCH = 10_000;
    private static final long CONNECTING_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAKING_NANOS = TimeUnit.SECONDS.toNanos(30);

    /**
     * Checks the setting {@code table}.
     *
     * @throws IllegalArgumentException when it is no plain name
     */
    static void checkName(String table) {
        if (!table.matches(NAME + "(\\." + NAME + ")?")) {
            throw new IllegalArgumentException("'table' is '" + table
                    + "'; expected letters, digits and '_', optionally after a schema of such signs and '.'");
        }
    }

    /** Reads nothing; fails when the table or a column is missing. */
    String check() {
        return "SELECT run_id, writer, seq, payload_hash, payload FROM " + name + " WHERE 1 = 0";
    }

    /** No unique constraint: it would hide duplicates. */
    String create() {
        return "CREATE TABLE " + name + " (run_id VARCHAR(36) NOT NULL, writer INTEGER NOT NULL, seq BIGINT NOT NULL,"
                + " payload_hash BIGINT NOT NULL, payload VARCHAR(64) NOT NULL)";
    }

    String insert() {
        return "INSERT INTO " + name + " (run_id, writer, seq, payload_hash, payload) VALUES (?, ?, ?, ?, ?)";
    }

    String select() {
        return "SELECT writer, seq, payload_hash, payload, COUNT(*) FROM " + name + " WHERE run_id = ?"
                + " GROUP BY writer, seq, payload_hash, payload ORDER BY writer, seq, payload_hash, payload";
    }

    /** Finds one write. */
    String selectOne() {
        return "SELECT COUNT(*) FROM " + name + " WHERE run_id = ? AND writer = ? AND seq = ?";
    }

    /** Whether the write is there; the statement is {@link #selectOne()}. */
    boolean sees(PreparedStatement selectOne, int writer, long seq) throws SQLException {
        selectOne.setString(1, run);
        selectOne.setInt(2, writer);
        selectOne.setLong(3, seq);
        try (ResultSet rows = selectOne.executeQuery()) {
            return rows.next() && rows.getLong(1) > 0;
        }
    }

    /**
     * Makes sure that the table is there and fits, over a session of its own.
     *
     * @throws SQLException when it cannot, saying what to do
     */
    void makeReady(Dialer dialer, MonotonicClock clock) throws SQLException, InterruptedException {
        try {
            Session session = dialer.open(check(), clock.nanos() + CONNECTING_NANOS);
            try {
                ensure(session, clock.nanos() + MAKING_NANOS);
            } finally {
                session.drop();
            }
        } catch (SQLException e) {
            throw new SQLException(
                    "cannot make ready the table " + name + " in " + dialer.shown() + ": " + SqlErrors.oneLine(e)
                            + "; expected a database that accepts this user and lets it run: " + create(),
                    e.getSQLState(),
                    e);
        }
    }

    /** Makes sure that the table is there and fits; the session's statement is {@link #check()}. */
    private void ensure(Session session, long deadline) throws SQLException {
        session.ask(deadline, check -> {
            if (problem(check).isPresent()) {
                make(check);
            }
            return true;
        });
    }

    private void make(PreparedStatement check) throws SQLException {
        try (Statement creating = check.getConnection().createStatement()) {
            creating.execute(create());
        } catch (SQLException e) {
            // Somebody else may have made it meanwhile.
            if (problem(check).isPresent()) {
                throw e;
            }
        }
    }

    private static Optional<SQLException> problem(PreparedStatement check) {
        try (ResultSet rows = check.executeQuery()) {
            return rows.next() ? Optional.of(new SQLException("a read of nothing found rows")) : Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    /** Fills in one insert. */
    void bind(PreparedStatement insert, int writer, long seq) throws SQLException {
        Payload payload = payload(writer, seq);
        insert.setString(1, run);
        insert.setInt(2, writer);
        insert.setLong(3, seq);
        insert.setLong(4, payload.hash());
        insert.setString(5, payload.text());
    }

    Payload payload(int writer, long seq) {
        return Payload.of(seed, writer, seq);
    }

    /** Every row of this run in a fixed order; the statement is {@link #select()}. */
    Survivors read(PreparedStatement select) throws SQLException {
        Connection connection = select.getConnection();
        // Only inside a transaction does a driver fetch piece by piece.
        connection.setAutoCommit(false);
        select.setFetchSize(ROWS_PER_FETCH);
        select.setString(1, run);
        Survivors.Builder found = new Survivors.Builder();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                add(rows, found);
            }
        }
        // The next read must see what was committed since.
        connection.rollback();
        return found.build();
    }

    private void add(ResultSet row, Survivors.Builder found) throws SQLException {
        int writer = row.getInt(1);
        long seq = row.getLong(2);
        long stored = row.getLong(3);
        long actual = Payload.hashOf(row.getString(4));
        // Either the hash or the payload may have been damaged; report the one that differs from what was written.
        long hash = actual == payload(writer, seq).hash() ? stored : actual;
        found.add(writer, seq, hash, (int) Math.min(Integer.MAX_VALUE, row.getLong(5)));
    }
}
