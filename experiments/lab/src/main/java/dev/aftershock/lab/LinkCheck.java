package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a server answers over a link: a new connection shows that its postmaster lives, a query on a kept connection
 * that its sessions do. Used by one thread.
 */
final class LinkCheck implements AutoCloseable {

    /** PostgreSQL's request for encryption, which the server answers with one byte before it asks who we are. */
    private static final byte[] KNOCK = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InetSocketAddress address;
    private final Login login;
    private final MonotonicClock clock;
    private Optional<Connection> kept = Optional.empty();
    private String failure = "";

    LinkCheck(InetSocketAddress address, Login login, MonotonicClock clock) {
        this.address = address;
        this.login = login;
        this.clock = clock;
    }

    /** Whether both answers came within the limit, which is about how long this takes at most. */
    boolean answers(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        try {
            knock(remaining(end));
            query(end);
            return true;
        } catch (IOException | SQLException e) {
            failure = String.valueOf(e.getMessage());
            close();
            return false;
        }
    }

    /** Why the last check failed. */
    String failure() {
        return failure;
    }

    @Override
    public void close() {
        kept.ifPresent(connection -> {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                failure = String.valueOf(e.getMessage());
            }
        });
        kept = Optional.empty();
    }

    private void knock(int millis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(KNOCK);
            InputStream in = socket.getInputStream();
            if (in.read() < 0) {
                throw new IOException("the connection was closed before the server answered");
            }
        }
    }

    private void query(long end) throws SQLException {
        Connection connection = kept.isPresent() ? kept.get() : Sql.open(address, login, 1);
        kept = Optional.of(connection);
        connection.setNetworkTimeout(Runnable::run, remaining(end));
        Sql.ask(connection, "SELECT 1");
    }

    /** Rounded up, so that a check that runs into its limit has lasted that long. */
    private int remaining(long end) {
        return (int) Math.max(1, (end - clock.nanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }
}
