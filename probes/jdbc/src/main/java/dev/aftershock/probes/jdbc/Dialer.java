package dev.aftershock.probes.jdbc;

import dev.aftershock.probes.JdbcTarget;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens sessions with one database. Thread-safe. */
final class Dialer {

    /** Abandoned tries of drivers that cannot be stopped count until the driver ends them. */
    private static final int MOST_TRIES_AT_ONCE = 96;

    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final JdbcTarget target;
    private final Tools tools;
    private final Dialect dialect;
    private final int hosts;
    private final Semaphore room = new Semaphore(MOST_TRIES_AT_ONCE);
    private final Set<Dial> dials = ConcurrentHashMap.newKeySet();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Dialer(JdbcTarget target, Tools tools) {
        this.target = target;
        this.tools = tools;
        this.dialect = Dialect.of(target.url());
        this.hosts = Dialect.hosts(target.url()).split(",").length;
    }

    /** The database's name for messages. */
    String shown() {
        return Dialect.shown(target.url()) + " as '" + target.user() + "'";
    }

    /**
     * Starts to open a session.
     *
     * @param sql the statement that the session is for
     * @param deadline when the result ends with {@link java.sql.SQLTimeoutException}, in nanoseconds of the run's clock
     */
    CompletableFuture<Session> dial(String sql, long deadline) {
        if (closed || !room.tryAcquire()) {
            return CompletableFuture.failedFuture(new SQLException(
                    closed ? "the probe is closed" : MOST_TRIES_AT_ONCE + " tries to connect hang in the driver"));
        }
        Dial dial = new Dial(() -> open(sql), hosts, deadline, tools);
        dials.add(dial);
        try {
            dial.start();
        } catch (OutOfMemoryError e) {
            // Java's words for a system without threads left.
            ended(dial);
            return CompletableFuture.failedFuture(new SQLException("no thread left to connect", e));
        }
        return dial.session();
    }

    /** Opens a session, waiting for it up to the deadline. */
    Session open(String sql, long deadline) throws SQLException, InterruptedException {
        CompletableFuture<Session> dialled = dial(sql, deadline);
        try {
            return dialled.get(Math.max(0, deadline - tools.clock().nanos()) + SLACK_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw causeOf(e);
        } catch (TimeoutException e) {
            dialled.thenAccept(Session::drop);
            throw new SQLTimeoutException("no connection by the deadline", e);
        } catch (InterruptedException e) {
            dialled.thenAccept(Session::drop);
            throw e;
        }
    }

    /** Why a try failed. */
    static SQLException causeOf(ExecutionException failed) {
        return failed.getCause() instanceof SQLException error
                ? error
                : new SQLException("the driver failed: " + failed.getCause(), failed.getCause());
    }

    private void ended(Dial dial) {
        dials.remove(dial);
        room.release();
    }

    private Session open(String sql) throws SQLException {
        try {
            Connection connection = DriverManager.getConnection(target.url(), properties());
            return prepared(connection, sql);
        } finally {
            ended((Dial) Thread.currentThread());
        }
    }

    private Properties properties() throws SQLException {
        Properties properties = new Properties();
        dialect.bound(properties, target.url());
        properties.setProperty("user", target.user());
        properties.setProperty("password", target.password().reveal());
        return properties;
    }

    private Session prepared(Connection connection, String sql) throws SQLException {
        try {
            String node = nodeOf(connection);
            PreparedStatement statement = connection.prepareStatement(sql);
            // What the server says at login concerns no write.
            connection.clearWarnings();
            Session session = new Session(new Session.Line(connection, statement, node), dialect, tools, sessions);
            if (closed) {
                session.drop();
                throw new SQLException("the probe is closed");
            }
            return session;
        } catch (SQLException | RuntimeException e) {
            connection.abort(tools.hands().aborting());
            throw e;
        }
    }

    private String nodeOf(Connection connection) throws SQLException {
        Optional<String> query = dialect.whoAreYou();
        if (query.isEmpty()) {
            return Dialect.hosts(target.url());
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query.get())) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            // A server that will not say who it is can still be written to.
            return "";
        }
    }

    /** Abandons every try and drops every session. */
    void close() {
        closed = true;
        dials.forEach(Dial::giveUp);
        sessions.forEach(Session::drop);
    }
}
