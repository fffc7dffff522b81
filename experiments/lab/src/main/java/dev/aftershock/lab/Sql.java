package dev.aftershock.lab;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Short-lived connections of the lab's own, each of which gives up soon when the server is silent. */
final class Sql {

    static final String DATABASE = "postgres";

    private Sql() {}

    /** Connects; waits for a silent server at most {@code seconds} for each answer. */
    static Connection open(InetSocketAddress address, Login login, int seconds) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password().reveal());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", Integer.toString(seconds));
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        properties.setProperty("ApplicationName", "aftershock-lab");
        Connection connection = new org.postgresql.Driver().connect(url(address), properties);
        if (connection == null) {
            throw new SQLException("the PostgreSQL driver does not accept " + url(address));
        }
        return connection;
    }

    /** The first column of the first row as text; empty when there is no row. */
    static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** Runs a statement whose result does not matter. */
    static void run(Connection connection, String statement) throws SQLException {
        try (Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    private static String url(InetSocketAddress address) {
        return "jdbc:postgresql://" + address.getHostString() + ":" + address.getPort() + "/" + DATABASE;
    }
}
