package dev.aftershock.probes.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** PostgreSQL's own driver; known by name only, so that nothing here depends on it. */
final class Postgres implements Dialect {

    static final String PREFIX = "jdbc:postgresql:";

    @Override
    public void bound(Properties properties, String url) throws SQLException {
        // What the URL says wins over these.
        properties.setProperty("cancelSignalTimeout", "1");
        properties.setProperty("ApplicationName", "aftershock");
        ClassLoader loader = DriverManager.getDriver(url).getClass().getClassLoader();
        if (canSee(loader, DialSockets.class)) {
            properties.setProperty("socketFactory", DialSockets.class.getName());
        }
    }

    private static boolean canSee(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Optional<String> whoAreYou() {
        return Optional.of("SELECT host(inet_server_addr()) || ':' || inet_server_port()");
    }

    /**
     * Cancels through the connection. {@link java.sql.Statement#cancel()} would do the same, but makes the thread that
     * runs the statement wait for the end of the cancelling.
     */
    @Override
    public void cancel(Connection connection) throws SQLException {
        try {
            Class<?> type = Class.forName(
                    "org.postgresql.PGConnection", false, connection.getClass().getClassLoader());
            if (connection.isWrapperFor(type)) {
                type.getMethod("cancelQuery").invoke(connection.unwrap(type));
            }
        } catch (ReflectiveOperationException e) {
            throw new SQLException("the driver cannot cancel", e);
        }
    }
}
